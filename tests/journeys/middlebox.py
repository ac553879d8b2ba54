# SPDX-License-Identifier: Apache-2.0
"""What stands between a box and its hotline and means well: it ends TLS as the hotline does, passes each call on with
the box's certificate, and does to some paths what proxies, portals and maintenance pages do."""
import socket
import ssl
import threading


class Middlebox:
    """RULES: path prefix -> what becomes of its calls, "hold" (the answer's body never comes), or the bytes of an answer
    in the hotline's place. The newest rules count for calls that begin then; cut() ends what is under way."""

    def __init__(self, tls, port):
        self.rules, self.calls, self.open, self.lock = {}, [], [], threading.Lock()
        self.port_behind = port
        self.inside = ssl.create_default_context(cafile=str(tls / "ca.pem"))
        self.inside.load_cert_chain(str(tls / "box.pem"), str(tls / "box.key"))
        self.outside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.outside.load_cert_chain(str(tls / "server.pem"), str(tls / "server.key"))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()
        self.cut()

    def cut(self, path=""):
        """Ends what is under way for paths that begin so."""
        with self.lock:
            gone = [sock for began, sock in self.open if began.startswith(path)]
        for sock in gone:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def count(self, path):
        with self.lock:
            return sum(1 for call in self.calls if call.startswith(path))

    def _accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def _serve(self, plain):
        try:
            with self.outside.wrap_socket(plain, server_side=True) as client:
                self._call(client)
        except (OSError, ValueError):
            pass

    def _call(self, client):
        head, body = self._read(client)
        path = head.split(" ", 2)[1]
        entry = (path, client)
        with self.lock:
            self.calls.append(path)
            self.open.append(entry)
            rule = next((what for prefix, what in self.rules.items() if path.startswith(prefix)), None)
        try:
            if isinstance(rule, bytes):
                client.sendall(rule)
            else:
                self._pass_on(client, head, body, rule == "hold")
        finally:
            with self.lock:
                self.open.remove(entry)

    @staticmethod
    def _read(client):
        data = b""
        while b"\r\n\r\n" not in data:
            more = client.recv(65536)
            if not more:
                raise ValueError("no request")
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length:")), 0)
        while len(body) < length:
            body += client.recv(65536)
        return "\r\n".join(line for line in lines if not line.lower().startswith("connection:")), body

    def _pass_on(self, client, head, body, hold):
        with self.inside.wrap_socket(socket.create_connection(("127.0.0.1", self.port_behind)),
                                     server_hostname="127.0.0.1") as hotline:
            hotline.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)
            while True:
                piece = hotline.recv(65536)
                if not piece:
                    return
                if not hold:
                    client.sendall(piece)


def page(code=200, text="<html><body>maintenance</body></html>\n", kind="text/html", more=""):
    return (f"HTTP/1.1 {code} x\r\nContent-Type: {kind}\r\nContent-Length: {len(text)}\r\nConnection: close\r\n{more}"
            f"\r\n{text}").encode()


BUSY = page(503, '{"type":"about:blank","title":"Busy","status":503,"detail":"later"}', "application/problem+json",
            "Retry-After: 3600\r\n")
