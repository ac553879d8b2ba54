# SPDX-License-Identifier: Apache-2.0
"""A box that goes to another household takes nothing along: what the last one asked for is neither seen nor sent."""
import json
import signal
import sqlite3
import subprocess
import unittest

from harness import BUILD, DEVICE, Journey, texts
from walking import NEIGHBOUR, Walking, sign_neighbour


class Moving(Walking, Journey):
    def name(self, device):
        """The engineer gives the box another label: an id, and the certificate for it."""
        cert, key = (sign_neighbour(self.hotline.tls) if device == NEIGHBOUR else
                     (str(self.hotline.tls / "box.pem"), str(self.hotline.tls / "box.key")))
        self.box.config["device"] = {"id": device}
        self.box.config["hotline"].update(client_cert=cert, client_key=key)

    def order_a_taxi_that_does_not_leave(self):
        """Stored on the box, and the line is down."""
        self.connected()
        self.hotline.fault("drop")
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] != "confirm":
            self.page_after("KEY_OK")
        self.box.press("KEY_OK")
        return self.box.until(screen="result", request__id=True)["request"]["id"]

    def orders_page(self):
        self.box.press("KEY_HOMEPAGE")
        self.box.until(screen="home")
        self.box.press("KEY_6")
        return self.box.until(screen="orders")

    def state(self, *path):
        return self.box.folder.joinpath("state", *path)

    def test_the_next_household_sees_and_sends_nothing_of_the_last_one_s(self):
        order = self.order_a_taxi_that_does_not_leave()
        self.box.stop()
        self.name(NEIGHBOUR)
        self.box.start()
        self.box.wait_log(f"this box was {DEVICE} and is {NEIGHBOUR} now")
        self.box.until(screen="home")
        self.assertFalse([one for one in self.orders_page()["items"] if one["id"] == order], texts(self.box.scene))
        self.assertTrue(self.state("set-aside", f"of-{DEVICE}", "outbox.db").exists())
        self.hotline.no_faults()
        self.connected()
        self.wait(lambda: not self.state("set-aside").exists(), "what was set aside is still there", 15)
        self.box.press("KEY_SOS")
        [sos] = self.hotline.wait_for(kind="sos")
        self.assertEqual(sos["device"], NEIGHBOUR)
        self.assertEqual(self.hotline.requests(kind="service"), [])
        self.assertFalse([path for path in self.state().rglob("*")
                          if path.is_file() and order.encode() in path.read_bytes()])

    def test_a_wrong_label_that_is_mended_loses_nothing(self):
        order = self.order_a_taxi_that_does_not_leave()
        self.box.stop()
        own = dict(self.box.config["hotline"])
        self.name("PT-999999")
        self.box.start()
        self.box.wait_log("this box was")
        self.hotline.no_faults()  # and it refuses a name that is not the certificate's
        self.box.until(link="offline")
        self.box.stop()
        self.box.config["device"], self.box.config["hotline"] = {"id": DEVICE}, own
        self.box.start()
        self.box.wait_log(f"what box {DEVICE} had left is in use again")
        [taxi] = self.hotline.wait_for(service="taxi")
        self.assertEqual((taxi["id"], taxi["device"]), (order, DEVICE))

    def test_a_state_directory_of_before_is_known_by_its_last_good_config(self):
        order = self.order_a_taxi_that_does_not_leave()
        self.box.wait_for_file(self.state("last-good", "config.json"))
        self.box.stop()
        self.state("device-id").unlink()
        self.name(NEIGHBOUR)
        self.hotline.no_faults()
        self.box.start()
        self.connected()
        self.assertEqual(self.hotline.requests(kind="service"), [])
        self.assertFalse([one for one in self.orders_page()["items"] if one["id"] == order])

    def test_a_label_that_changes_while_it_runs_ends_the_program_for_its_supervisor(self):
        self.connected()
        self.name(NEIGHBOUR)
        (self.box.folder / "config.json").write_text(json.dumps(self.box.config))
        self.box.process.send_signal(signal.SIGHUP)
        self.assertEqual(self.box.process.wait(15), 0, self.box.log_text()[-2000:])
        self.assertIn("ending, to start as that box", self.box.log_text())
        self.box._close()
        self.box.start()
        self.connected()
        self.assertEqual({box["device"] for box in self.hotline.desk("GET", "boxes")["boxes"]}, {NEIGHBOUR, DEVICE})

    def test_forget_leaves_nothing_and_not_while_the_box_runs(self):
        self.order_a_taxi_that_does_not_leave()
        forget = [str(BUILD / "stb-app"), "--forget", "--state-dir", str(self.state())]
        refused = subprocess.run(forget, capture_output=True, text=True)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("another stb-app uses it", refused.stderr)
        self.box.stop()
        subprocess.run(forget, check=True, capture_output=True)
        self.assertEqual(list(self.state().iterdir()), [])
        again = subprocess.run(forget, capture_output=True, text=True)
        self.assertEqual(again.returncode, 1)
        self.assertIn("holds no state of stb-app", again.stderr)
        self.hotline.no_faults()
        self.box.start()
        self.connected()
        self.assertEqual(self.hotline.requests(kind="service"), [])


class Rollback(Walking, Journey):
    """The state directory of a newer version, whose schema has more: what an older program finds after a rollback."""

    def become_newer(self):
        with sqlite3.connect(self.box.folder / "state" / "outbox.db") as db:
            [[version]] = db.execute("PRAGMA user_version")
            db.execute("ALTER TABLE errands ADD COLUMN hologram TEXT NOT NULL DEFAULT ''")
            db.execute("CREATE TABLE holograms (id TEXT PRIMARY KEY)")
            db.execute("UPDATE notes SET value = json_set(value, '$.hologram', 'on') WHERE name = 'settings'")
            db.execute(f"PRAGMA user_version = {version + 1}")
        db.close()
        return version + 1

    def test_a_rollback_keeps_the_order_the_settings_and_the_sequence(self):
        self.connected()
        self.box.press("KEY_SOS")
        self.hotline.wait_for(kind="sos")
        self.box.until(sos__state="received")
        self.box.press("KEY_BACK")
        self.hotline.wait_for(kind="sos", status="cancelled")
        self.box.press("KEY_HOMEPAGE")
        self.hotline.fault("drop")
        with sqlite3.connect(self.box.folder / "state" / "outbox.db") as db:
            db.execute("INSERT OR REPLACE INTO notes VALUES ('settings', '{\"text_scale\":1.75}')")
        db.close()
        self.box.until(screen="home")
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] != "confirm":
            self.page_after("KEY_OK")
        self.box.press("KEY_OK")
        order = self.box.until(screen="result", request__id=True)["request"]["id"]
        self.box.stop()
        newer = self.become_newer()
        self.hotline.no_faults()
        self.box.start()
        [taxi] = self.hotline.wait_for(service="taxi")
        self.assertEqual(taxi["id"], order)
        self.assertGreater(taxi["sequence"], self.hotline.requests(kind="sos")[0]["sequence"])
        self.assertEqual([path.name for path in (self.box.folder / "state").glob("outbox.db.*")], [])
        self.box.press("KEY_HOMEPAGE")
        title = next(item for item in self.box.until(screen="home")["items"] if item["id"] == "taxi")
        self.assertGreater(title["text_px"], 36, "the senior's size of text is lost")
        self.box.stop()
        with sqlite3.connect(self.box.folder / "state" / "outbox.db") as db:
            [[version]] = db.execute("PRAGMA user_version")
        db.close()
        self.assertEqual(version, newer)  # so the newer program finds its own again


if __name__ == "__main__":
    unittest.main()
