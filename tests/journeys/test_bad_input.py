# SPDX-License-Identifier: Apache-2.0
"""What is broken is said in one line and passed over; the alarm goes out all the same."""
import json
import re
import shutil
import shutil
import subprocess
import tempfile
import pathlib
import time
import unittest

from harness import BUILD, Hotline, Journey, texts


class CommandLine(unittest.TestCase):
    def run_box(self, *arguments):
        return subprocess.run([str(BUILD / "stb-app"), *arguments], capture_output=True, text=True, timeout=20)

    def refused(self, expected, *arguments):
        done = self.run_box(*arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(expected, done.stderr)
        return done.stderr.strip().splitlines()

    def refused_in_one_line(self, expected, *arguments):
        self.assertEqual(len(self.refused(expected, *arguments)), 1)

    def test_bad_usage_is_said_in_one_line(self):
        self.refused_in_one_line("--size", "--size", "huge")
        self.refused_in_one_line("--start", "--start", "radio")
        self.refused_in_one_line("--frames", "--frames", "99")
        self.refused_in_one_line("unrecognized option", "--nonsense")
        self.refused_in_one_line("no argument is expected", "hello")

    def test_check_config_names_file_line_key_and_what_was_expected_of_every_fault(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "config.json"
            for text, *expected in ((None, "No such file"), ("{", f"{path}:1: no JSON"), ("{}", f"{path}:1: device.id: is missing"),
                                    ('{\n"display":{"text_scale":9},\n"colour":1}', "hotline.phone: is missing",
                                     f"{path}:2: display.text_scale: expected a number from 1 to 1.75",
                                     f"{path}:3: colour: unknown key")):
                if text is not None:
                    path.write_text(text)
                for fault in expected:
                    self.refused(fault, "--config", str(path), "--check-config")

    def test_help_and_version(self):
        self.assertIn("usage: stb-app", self.run_box("--help").stdout)
        self.assertRegex(self.run_box("--version").stdout, r"^stb-app \d+\.\d+")


class BrokenParts(Journey):
    START = "tv"

    def again(self, **options):
        self.box.stop()
        return self.new_box(**options)

    def alarm_goes_out(self):
        self.box.until(link="connected")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos", sos__state="received")

    def test_check_config_with_good_settings(self):
        done = subprocess.run([str(BUILD / "stb-app"), "--config", str(self.box.folder / "config.json"), "--check-config"],
                              capture_output=True, text=True, timeout=20)
        self.assertEqual((done.returncode, done.stdout.strip()), (0, "the settings can be used"), done.stderr)

    def test_check_line_says_how_far_each_way_goes(self):
        config = json.loads((self.box.folder / "config.json").read_text())
        config["hotline"]["endpoints"] = [self.hotline.url, "https://127.0.0.1:9", "https://hotline.invalid:8443"]
        (self.folder / "line.json").write_text(json.dumps(config))

        def check(path):
            return subprocess.run([str(BUILD / "stb-app"), "--config", str(path), "--check-line"], capture_output=True,
                                  text=True, timeout=60)
        some, all_of_it = check(self.folder / "line.json"), check(self.box.folder / "config.json")
        self.assertEqual((some.returncode, all_of_it.returncode), (1, 0), some.stdout + some.stderr)
        good, closed, unknown = some.stdout.strip().splitlines()
        self.assertIn(f"{self.hotline.url}: address 127.0.0.1, connected, TLS is fine, a heartbeat was answered with status 200", good)
        self.assertIn("https://127.0.0.1:9: address 127.0.0.1, no connection: Connection refused", closed)
        self.assertIn("https://hotline.invalid:8443: no address: ", unknown)

    def test_check_config_opens_what_a_start_opens_and_lists_all_faults_at_once(self):
        tls, folder = self.folder / "bad-tls", self.folder
        shutil.copytree(self.hotline.tls, tls)
        for command in (["req", "-newkey", "rsa:2048", "-nodes", "-keyout", "old.key", "-out", "old.csr", "-subj", "/CN=PT-999999"],
                        ["x509", "-req", "-in", "old.csr", "-signkey", "old.key", "-out", "old.pem", "-days", "-1"]):
            subprocess.run(["openssl", *command], check=True, capture_output=True, cwd=folder)
        (folder / "keys.json").write_text('{"OK":\n["KEY_OKAY"]}')
        (folder / "theme.json").write_text('{"colours": {"text": "#000000"}}')
        (folder / "logo.png").write_text("no picture")
        config = json.loads((self.box.folder / "config.json").read_text())
        config["hotline"].update(client_cert=str(folder / "old.pem"), client_key=str(tls / "box.key"), pins=["x"])
        config["device"]["timezone"] = "Asia/Shanghia"
        config["remote"] = {"keymap": str(folder / "keys.json")}
        config["display"] = {"theme": str(folder / "theme.json"), "logo": str(folder / "logo.png")}
        config["hooks"] = {"show": ["/no/such/tuner"]}
        (folder / "bad.json").write_text(json.dumps(config, indent=1))
        done = subprocess.run([str(BUILD / "stb-app"), "--config", str(folder / "bad.json"), "--check-config"],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 2)
        for key, expected in (("hotline.pins[0]", "sha256//"), ("hotline.client_key", "is not the key of the certificate"),
                              ("hotline.client_cert", "the certificate ended on"),
                              ("hotline.client_cert", "expected the common name PT-000123"),
                              ("device.timezone", "expected a name in /usr/share/zoneinfo"),
                              ("remote.keymap", 'keys.json:2: OK[0]: "KEY_OKAY" is no key'), ("display.theme", "theme.json: colours: "),
                              ("display.logo", ""), ("hooks.show", "/no/such/tuner")):
            self.assertRegex(done.stderr, rf"bad.json:\d+: {re.escape(key)}: .*{re.escape(expected)}")

    def test_a_server_s_certificate_is_no_box_s(self):
        config = json.loads((self.box.folder / "config.json").read_text())
        config["hotline"].update(client_cert=str(self.hotline.tls / "server.pem"), client_key=str(self.hotline.tls / "server.key"))
        config["device"]["id"] = "hotline-sim"
        (self.folder / "server.json").write_text(json.dumps(config))
        done = subprocess.run([str(BUILD / "stb-app"), "--config", str(self.folder / "server.json"), "--check-config"],
                              capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"server.json:\d+: hotline.client_cert: .*server.pem: the certificate is not for a client")

    def test_a_bad_keymap_leaves_the_keys_as_they_were(self):
        (self.folder / "keys.json").write_text('{"OK":["KEY_NONSENSE"]}')
        self.again(config={"remote": {"keymap": str(self.folder / "keys.json")}})
        self.alarm_goes_out()
        self.box.wait_log("KEY_NONSENSE")

    def test_a_bad_key_script_ends_with_2_and_names_the_line(self):
        (self.folder / "bad.keys").write_text("KEY_OK\nwait never\n")
        done = subprocess.run([str(BUILD / "stb-app"), "--config", str(self.box.folder / "config.json"), "--state-dir",
                               str(self.folder / "other"), "--display", "none", "--keys", str(self.folder / "bad.keys")],
                              capture_output=True, text=True, timeout=20)
        self.assertEqual(done.returncode, 2)
        self.assertIn("bad.keys:2:", done.stderr)

    def test_rubbish_among_the_key_lines_is_passed_over(self):
        self.box.send("nonsense", "wait", "KEY_NOSUCH", "until", "shot ../../etc/passwd", "x" * 5000)
        self.alarm_goes_out()

    def test_another_certificate_authority_is_not_trusted(self):
        with tempfile.TemporaryDirectory() as other:
            stranger = Hotline(other)
            try:
                self.again(config={"hotline": {"ca_file": str(stranger.tls / "ca.pem")}})
                self.box.until(link="offline")
                self.box.wait_log("certificate")
                self.box.send("KEY_SOS")
                self.box.until(screen="sos")
                time.sleep(1)
                self.assertEqual(self.hotline.requests(), [])
            finally:
                stranger.stop()

    def test_a_certificate_that_cannot_be_read_still_leaves_the_screens_and_the_phone_number(self):
        (self.folder / "broken.pem").write_text("no certificate")
        self.box.stop()
        shutil.rmtree(self.box.folder / "state")  # there is no last good one either
        self.new_box(config={"hotline": {"client_cert": str(self.folder / "broken.pem")}}, start="home")
        self.box.until(screen="home", link="offline")
        self.box.wait_log("broken.pem")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos")
        until = time.monotonic() + 14
        while "62229090" not in texts(self.box.scene) or "120" not in texts(self.box.scene):
            self.assertLess(time.monotonic(), until, texts(self.box.scene))
            time.sleep(0.1)

    def test_rubbish_answers_are_not_taken_for_success(self):
        self.box.until(link="connected")
        self.hotline.fault("rubbish", path="/v1/requests")
        self.box.send("KEY_SOS")
        self.box.until(screen="sos")
        time.sleep(1.5)  # two tries
        self.assertNotIn("received", [scene["sos"].get("state") for scene in self.box.scenes])
        self.hotline.no_faults()
        self.box.until(sos__state="received", timeout=20)
        self.assertEqual(len(self.hotline.requests(kind="sos")), 1)

    def test_a_cut_answer_is_asked_for_again(self):
        self.box.until(link="connected")
        self.hotline.fault("cut", path="/v1/requests", seconds=2)
        self.box.send("KEY_SOS")
        self.box.until(sos__state="received", timeout=20)
        self.assertEqual(len(self.hotline.requests(kind="sos")), 1)

    def test_a_full_disk_does_not_stop_the_alarm(self):
        self.box.stop()
        self.box.lose_state()
        (self.box.folder / "state").rmdir()
        (self.box.folder / "state").write_text("not a folder: nothing can be stored here")
        self.box.start()
        self.alarm_goes_out()


class BrokenEvents(Journey):
    """The event stream brings rubbish or half of what it should: one line says so, nothing on screen is made of it, and
    what happened meanwhile is known once it is well again."""

    def order(self):
        self.connected()
        self.box.press("KEY_PHONE")
        self.box.until(screen="confirm", focus="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        return self.hotline.requests(kind="callback")[0]

    def broken_for_a_while(self, kind, said):
        order = self.order()
        self.hotline.fault(kind, path="/v1/events")
        self.hotline.stop()  # the open stream ends; the next ones are of that kind
        self.hotline.start()
        self.hotline.fault(kind, path="/v1/events")
        self.box.wait_log(said, timeout=30)
        self.hotline.set_status(order["id"], "accepted", headline="马上打给您")
        time.sleep(1)
        self.assertEqual(self.box.scene["screen"], "result")
        self.hotline.no_faults()
        scene = self.box.until(request__status="accepted", timeout=40)
        self.assertIn("马上打给您", texts(scene))

    def test_rubbish(self):
        self.broken_for_a_while("rubbish", "event stream")

    def test_cut_short(self):
        self.broken_for_a_while("cut", "event stream")


class BrokenCatalog(Journey):
    def test_it_is_refused_whole_and_the_last_good_one_stays(self):
        self.connected()
        good = self.on_offer(self.box.until(screen="home"))
        self.assertIn("taxi", good)
        self.hotline.stop()
        (self.folder / "bad.json").write_text(json.dumps({"etag": "x", "services": [{"id": "taxi"}]}))
        self.hotline.extra = ["--catalog", str(self.folder / "bad.json")]
        self.hotline.start()
        self.box.wait_log("the hotline's catalog is refused, the last good one stays: services[0]", timeout=30)
        self.assertEqual(self.on_offer(self.box.until(screen="home", link="connected")), good)
        trouble = self.trouble(True)
        self.assertEqual(trouble["what"], "catalog")
        self.assertIn("services[0]", trouble["why"])
        self.hotline.stop()
        self.hotline.extra = []
        self.hotline.start()
        self.trouble(False)

    def on_offer(self, scene):
        return [item["id"] for item in scene["items"] if item["role"] in ("option", "button")]

    def trouble(self, wanted, timeout=45):
        """What the hotline's desk shows of this box; a heartbeat brings it."""
        until = time.monotonic() + timeout
        while True:
            [box] = self.hotline.desk("GET", "boxes")["boxes"]
            troubles = box["heartbeat"].get("troubles", [])
            if bool(troubles) == wanted:
                return troubles[0] if troubles else None
            self.assertLess(time.monotonic(), until, troubles)
            time.sleep(0.1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
