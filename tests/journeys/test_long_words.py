# SPDX-License-Identifier: Apache-2.0
"""What is typed at the desk is as long as the contract lets it be, in characters of three and four bytes: the senior sees
that somebody answered, whom, and what."""
import time
import unittest

from harness import PATIENCE_S, Journey, texts

CHINESE, RARE = "救护车已经出发请您不要走动", "𠮷𡘙𠮟👵"


def long(characters, count):
    return (characters * (count // len(characters) + 1))[:count]


class LongWords(Journey):
    def inside(self, scene):
        """All that is to be read lies within the picture."""
        width, height = scene["size"]
        for item in scene["items"]:
            x, y, w, h = item["box"]
            self.assertTrue(x >= 0 and y >= 0 and x + w <= width and y + h <= height, item)

    def until_it_says(self, words, **wanted):
        until = time.monotonic() + PATIENCE_S
        while long(words, 20) not in texts(scene := self.box.until(**wanted)):
            self.assertLess(time.monotonic(), until, texts(scene))
            time.sleep(0.05)
        return scene

    def said(self, words):
        return {"headline": long(words, 127), "message": long(words, 383),
                "details": [{"label": long(words, 47), "value": long(words, 127)}] * 10}

    def test_an_sos_is_answered_at_length(self):
        self.connected()
        for words in (CHINESE, RARE):
            self.box.send("KEY_SOS")
            self.box.until(screen="sos", sos__state="received")
            sos = self.hotline.wait_for(kind="sos", status="received")[-1]
            for state in ("answered", "closed"):
                self.hotline.set_status(sos["id"], state, **self.said(words))
                scene = self.box.until(screen="sos", sos__state=state)
                self.inside(scene)
                self.assertEqual(state == "answered", long(words, 20) in texts(scene), texts(scene))
            self.box.press("KEY_BACK")
            self.box.until(screen="home")
        self.assertNotIn("refused", self.box.log_text())

    def test_an_order_is_accepted_at_length(self):
        self.connected()
        self.box.press("KEY_5", "KEY_1")  # somebody is to call back
        self.box.until(screen="confirm")
        self.box.press("KEY_OK")
        self.box.until(screen="result", request__status="received")
        [request] = self.hotline.wait_for(kind="callback")
        for words in (CHINESE, RARE):
            self.hotline.set_status(request["id"], "accepted", **self.said(words))
            self.inside(self.until_it_says(words, screen="result", request__status="accepted"))
        for screen in ("step", "home"):
            self.box.press("KEY_BACK")
            self.box.until(screen=screen)
        self.box.press("KEY_6")
        self.inside(self.box.until(screen="orders"))

    def test_a_notice_at_length_asks_and_is_answered(self):
        self.connected()
        for words in (CHINESE, RARE):
            self.hotline.desk("POST", "notices", {
                "device": "PT-000123", "kind": "alarm", "title": long(words, 127), "text": long(words, 383),
                "choices": [{"id": f"c{at}", "title": long(words, 63)} for at in range(6)]})
            scene = self.until_it_says(words, screen="notice")
            while scene["focus"] == "next":
                self.inside(scene)
                self.box.press("KEY_OK", gap_ms=600)
                self.box.played()
                scene = self.box.scene
            self.inside(scene)
            self.box.press("KEY_1")  # those further down are not chosen unseen
            self.box.until(screen="notice", focus="seen")
            self.box.press("KEY_OK")
            self.box.until(screen="home")


if __name__ == "__main__":
    unittest.main()
