# SPDX-License-Identifier: Apache-2.0
"""The simulator is where operators learn, and stands open on a desk: strangers do not lock a box out of it, another site's
page does not reach its desk, and nobody passes as a box who is none."""
import contextlib
import http.client
import pathlib
import resource
import socket
import ssl
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hotline"))
from client import Box, Hotline  # noqa: E402


class Strangers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        cls.hotline = Hotline()

    @classmethod
    def tearDownClass(cls):
        cls.hotline.close()

    def connect(self):
        connected = socket.create_connection(("127.0.0.1", self.hotline.port), timeout=30)
        self.addCleanup(connected.close)
        return connected

    def tls(self, certificate=None):
        context = ssl.create_default_context(cafile=self.hotline.dir / "tls" / "ca.pem")
        if certificate:
            context.load_cert_chain(self.hotline.dir / "tls" / f"{certificate}.pem", self.hotline.dir / "tls" / f"{certificate}.key")
        return context

    def test_eleven_hundred_that_say_nothing_lock_no_box_out(self):
        strangers = [self.connect() for _ in range(1100)]
        begun = time.monotonic()
        box = Box(self.hotline)
        self.assertEqual(box.post("/v1/requests", box.request("sos"), timeout=10).code, 201)
        self.assertLess(time.monotonic() - begun, 5)
        ended = 0
        for stranger in strangers[:1000]:  # they gave way to the ones after them
            stranger.settimeout(5)
            with contextlib.suppress(ConnectionResetError):
                self.assertEqual(stranger.recv(1), b"")
            ended += 1
        self.assertEqual(ended, 1000)

    def test_strangers_with_a_handshake_lock_no_box_out_either(self):
        for _ in range(150):
            self.tls().wrap_socket(self.connect(), server_hostname="127.0.0.1")
        self.assertEqual(Box(self.hotline).get("/v1/requests?limit=1").code, 200)

    def test_who_says_nothing_is_not_waited_for(self):
        silent = self.connect()
        silent.settimeout(40)
        begun = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            while silent.recv(100):  # an alert of TLS, perhaps
                pass
        self.assertLess(time.monotonic() - begun, 30)

    def test_a_box_that_has_called_may_stay(self):
        connection = self.hotline.connect()
        headers = {"X-Device-Id": "PT-000123"}
        for _ in range(2):
            connection.request("GET", "/v1/requests?limit=1", headers=headers)
            answer = connection.getresponse()
            self.assertEqual((answer.status, len(answer.read()) > 0), (200, True))
            own = connection.sock
            time.sleep(20)
        connection.request("GET", "/v1/requests?limit=1", headers=headers)
        self.assertEqual(connection.getresponse().status, 200)
        self.assertIs(connection.sock, own)
        connection.close()

    def test_a_server_s_certificate_is_no_box(self):
        connection = http.client.HTTPSConnection("127.0.0.1", self.hotline.port, context=self.tls("server"), timeout=20)
        connection.request("GET", "/v1/requests", headers={"X-Device-Id": "hotline-sim"})
        self.assertEqual(connection.getresponse().status, 403)
        connection.close()

    def desk(self, host):
        connection = http.client.HTTPSConnection("127.0.0.1", self.hotline.port, context=self.tls(), timeout=20)
        connection.request("GET", "/desk/api/requests", headers={"Host": host})
        with contextlib.closing(connection):
            return connection.getresponse().status

    def test_another_site_s_name_does_not_open_the_desk(self):
        port = self.hotline.port
        for host in ("rebind.example", f"rebind.example:{port}", "127.0.0.1.example", "localhost.example", "", "127.0.0.1@a"):
            self.assertEqual(self.desk(host), 403, host)
        for host in ("127.0.0.1", f"127.0.0.1:{port}", "localhost", f"LOCALHOST:{port}", f"[::1]:{port}", "192.0.2.7"):
            self.assertEqual(self.desk(host), 200, host)


if __name__ == "__main__":
    unittest.main()
