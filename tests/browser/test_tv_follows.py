# SPDX-License-Identifier: Apache-2.0
"""The whole way round: a key on the remote, a row on the desk page in a real browser, a click there, the answer on the TV."""
import pathlib
import sys
import tempfile
import unittest

from selenium.common.exceptions import (ElementNotInteractableException, NoSuchElementException,
                                        StaleElementReferenceException)
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import Journey, texts  # noqa: E402
from test_desk import open_browser  # noqa: E402
from walking import Walking  # noqa: E402


class TvFollowsTheDesk(Walking, Journey):
    def setUp(self):
        super().setUp()
        self.profile = tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True)
        self.addCleanup(self.profile.cleanup)
        self.browser = open_browser(self.profile.name)
        self.addCleanup(self.browser.quit)
        self.browser.get(self.hotline.url + "/desk/")

    def click(self, request_id, status, action):
        selector = f'[data-request="{request_id}"][data-status="{status}"] button[data-action="{action}"]'

        def clicked(browser):
            browser.find_element(By.CSS_SELECTOR, selector).click()
            return True

        # A row is drawn anew when its news come; a button that went meanwhile is looked for again.
        passing = (NoSuchElementException, StaleElementReferenceException, ElementNotInteractableException)
        WebDriverWait(self.browser, 15, ignored_exceptions=passing).until(clicked, selector)

    def test_an_sos_is_answered_on_the_desk_and_the_tv_shows_it(self):
        self.connected()
        self.box.send("KEY_SOS")
        sos = self.box.until(screen="sos", sos__state="received")["sos"]["id"]
        self.box.press("KEY_OK")  # now: it rings
        for status, action in (("received", "answered"), ("answered", "help_sent"), ("help_sent", "arrived"),
                               ("arrived", "closed")):
            self.click(sos, status, action)
            self.box.until(screen="sos", sos__state=action)

    def test_a_taxi_gets_its_plate_on_the_desk_and_the_tv_shows_it(self):
        self.connected()
        self.box.until(screen="home")
        self.box.press("KEY_2")
        self.box.until(screen="step", service="taxi")
        while self.box.scene["screen"] == "step":
            self.page_after("KEY_OK")
        self.box.until(screen="confirm", focus="confirm")
        self.box.press("KEY_OK")
        taxi = self.box.until(screen="result", request__status="received")["request"]["id"]
        self.click(taxi, "received", "accepted")
        self.assertIn("沪", texts(self.box.until(request__status="accepted")))


if __name__ == "__main__":
    unittest.main(verbosity=2)
