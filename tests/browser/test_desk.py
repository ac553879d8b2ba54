# SPDX-License-Identifier: Apache-2.0
"""The desk page in a real browser: an SOS that a box sends over TLS appears and is loud, is answered by clicking, and the
box hears of it; a taxi gets its plate; a double click is one click; what a box sends is shown as text; faults and notices."""
import os
import pathlib
import sys
import tempfile
import time
import unittest

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hotline"))
from client import ROOT, Box, Desk, Hotline, ogg, until  # noqa: E402

SHOTS = os.environ.get("STB_SHOTS")


def open_browser(profile):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=zh-CN",
                   "--window-size=1440,1100", f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.accept_insecure_certs = True
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)


class DeskPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hotline = Hotline("--catalog", ROOT / "assets/catalog.json")
        cls.box, cls.desk = Box(cls.hotline), Desk(cls.hotline)
        cls.profile = tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True)
        cls.browser = open_browser(cls.profile.name)
        cls.browser.get(cls.hotline.url + "/desk/")
        cls.wait = WebDriverWait(cls.browser, 15, ignored_exceptions=[StaleElementReferenceException])
        cls.wait.until(lambda page: cls.find("#live[data-live=yes]"))

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        cls.profile.cleanup()
        cls.hotline.close()

    @classmethod
    def find(cls, selector):
        found = cls.browser.find_elements(By.CSS_SELECTOR, selector)
        return found[0] if found else None

    def shown(self, selector):
        return self.wait.until(lambda page: (found := self.find(selector)) and found.is_displayed() and found, selector)

    def row(self, identifier, status):
        return self.shown(f'[data-request="{identifier}"][data-status="{status}"]')

    def click(self, identifier, status, action):
        self.row(identifier, status)
        button = f'[data-request="{identifier}"] button[data-action="{action}"]'
        self.wait.until(lambda page: self.shown(button).click() is None)  # a row drawn anew in between is found again

    def shot(self, name):
        if SHOTS:
            self.browser.save_screenshot(f"{SHOTS}/{name}.png")

    def ask(self, kind="service", **more):
        body = self.box.request(kind, **more)
        self.assertEqual(self.box.post("/v1/requests", body).code, 201)
        return body["id"]

    def test_1_an_empty_desk_says_so(self):
        self.assertIn("现在没有请求", self.shown("#nothing").text)
        self.shot("desk-empty")

    def test_2_an_sos_is_loud_and_answered_by_a_click(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        self.shown("#sound").click()
        taxi = self.ask()
        sos = self.ask("sos", grace_s=1, presses=2)
        self.row(sos, "received")
        self.assertIn("王阿姨", self.shown("#alarm").text)
        self.assertIn("电话 021-6222****", self.shown("#alarm").text)
        self.wait.until(lambda page: "SOS" in page.title or "呼救" in page.title)
        first = self.find("#requests article")
        self.assertEqual(first.get_attribute("data-request"), sos)
        self.shot("desk-sos")
        self.shown("#alarm-answer").click()
        _, event, status = stream.event()
        self.assertEqual((event, status["id"], status["status"]), ("status", sos, "answered"))
        for state, action in (("answered", "help_sent"), ("help_sent", "arrived"), ("arrived", "closed")):
            self.click(sos, state, action)
            self.assertEqual(stream.event()[2]["status"], action)
        self.wait.until(lambda page: not self.find("#alarm").is_displayed())
        self.wait.until(lambda page: page.title == "为老服务热线 · 值班台")
        stream.close()
        self.box.post(f"/v1/requests/{taxi}/cancel")

    def test_3_a_taxi_gets_its_plate_and_minutes(self):
        taxi = self.ask()
        self.row(taxi, "received")
        def plate_is_put_in(page):
            """A row is drawn anew when its news come; then it is written once more."""
            plate = self.find(f'[data-request="{taxi}"] input[data-field="车牌"]')
            plate.clear()
            plate.send_keys("沪B·12345")
            return plate.get_attribute("value") == "沪B·12345"

        self.wait.until(plate_is_put_in)
        self.click(taxi, "received", "accepted")
        self.row(taxi, "accepted")
        found = self.desk.find(taxi)
        self.assertEqual(found["details"][0], {"label": "车牌", "value": "沪B·12345", "role": "plate"})
        self.assertEqual(found["eta_minutes"], 8)
        self.shot("desk-taxi")
        self.click(taxi, "accepted", "accepted")
        self.assertTrue(until(lambda: self.desk.find(taxi)["eta_minutes"] == 5))
        self.click(taxi, "accepted", "on_the_way")
        self.click(taxi, "on_the_way", "arrived")
        self.click(taxi, "arrived", "done")
        self.assertTrue(until(lambda: self.desk.find(taxi)["status"] == "done"))
        self.wait.until(lambda page: not self.find(f'[data-request="{taxi}"] button[data-action]'))

    def test_4_a_double_click_is_one_click(self):
        meal = self.ask(service="meal", answers={"canteen": "caoyang"}, items=[{"id": "tomorrow-braised-pork", "quantity": 2}])
        self.row(meal, "received")
        self.browser.execute_script("const b = document.querySelector(arguments[0]); b.click(); b.click();",
                                    f'[data-request="{meal}"] button[data-action="accepted"]')
        self.row(meal, "accepted")
        time.sleep(0.5)
        self.assertEqual([each["status"] for each in self.desk.find(meal)["history"]], ["received", "accepted"])
        self.assertIsNone(self.find(f'[data-request="{meal}"] .wrong'))

    def test_4b_each_kind_of_order_has_its_own_next_steps(self):
        slot = self.box.options("hospital/steps/slot", hospital="liqun").json["options"][0]["id"]
        visit = self.ask(service="hospital", answers={"hospital": "liqun", "slot": slot})
        meal = self.ask(service="meal", answers={"canteen": "caoyang"}, items=[{"id": "tomorrow-braised-pork", "quantity": 2}])
        taxi = self.ask()
        self.assertIn("利群医院 内分泌科", self.row(visit, "received").text)
        self.wait.until(lambda page: "内答复" in self.row(visit, "received").text)  # the promised ten minutes run
        bill = self.shown(f'[data-request="{meal}"] .bill').text
        self.assertIn("红烧肉套餐 ×2 36元 24元", bill)
        self.shot("desk-orders")
        self.click(visit, "received", "accepted")
        self.assertTrue(until(lambda: self.desk.find(visit)["details"]))
        self.assertEqual(self.desk.find(visit)["details"][0]["label"], "就诊号")
        self.click(meal, "received", "rejected")
        self.row_is(meal, "rejected")
        self.assertEqual(self.desk.find(meal)["retry_step"], "dishes")
        self.click(taxi, "received", "received")
        self.assertTrue(until(lambda: "第二轮" in self.desk.find(taxi)["headline"]))

    def row_is(self, identifier, status):
        self.wait.until(lambda page: self.find(f'[data-request="{identifier}"][data-status="{status}"]'))

    def test_5_what_another_desk_did_first_is_said(self):
        taxi = self.ask()
        self.row(taxi, "received")
        button = f'[data-request="{taxi}"] button[data-action="accepted"]'
        self.browser.execute_script("window.held = document.querySelector(arguments[0]);", button)
        self.box.post(f"/v1/requests/{taxi}/cancel")
        self.browser.execute_script("window.held.click();")
        self.wait.until(lambda page: (found := self.find(f'[data-request="{taxi}"] .wrong')) and "cancelled" in found.get_attribute("textContent"))

    def test_6_text_stays_text(self):
        bad = "<img src=x onerror=document.title='broken'>"
        taxi = self.ask()
        self.assertEqual(self.desk.push(taxi, "accepted", headline=bad, message=bad, details=[{"label": bad[:40], "value": bad}]).code, 200)
        row = self.row(taxi, "accepted")
        self.assertIn(bad, row.text)
        self.assertIsNone(self.find(f'[data-request="{taxi}"] img'))

    def test_6b_what_was_spoken_is_played_at_its_request(self):
        request = self.ask("callback", service="errand", answers={"what": "spoken"})
        self.row(request, "received")
        path = f"/v1/voice?request={request}&step=what"
        self.assertEqual(self.box.post(path, ogg(5), Content_Type="audio/ogg").code, 202)
        spoken = self.shown(f'[data-request="{request}"] .spoken')
        self.assertIn("语音留言，5 秒", spoken.text)
        (voice,) = self.desk.find(request)["voices"]
        sound = spoken.find_element(By.TAG_NAME, "audio")
        self.assertTrue(sound.get_attribute("src").endswith(f"/desk/api/voices/{voice['id']}/sound"))
        self.assertIsNotNone(sound.get_attribute("controls"))
        self.assertFalse(self.find("#voice-panel").is_displayed())  # that one is for wishes of their own
        self.shot("spoken")

    def test_7_a_notice_is_sent_and_its_answer_shown(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        self.wait.until(lambda page: self.find("#notice-send").is_enabled())
        self.shown("#notice-send").click()
        notice = stream.event()[2]
        stream.close()
        self.assertEqual(notice["choices"][0], {"id": "fine", "title": "很好"})
        self.assertEqual(self.box.post(f"/v1/notices/{notice['id']}/reply", {"choice": "fine"}).code, 200)
        self.wait.until(lambda page: "很好" in self.find("#notices").text)

    def test_7b_each_kind_of_notice_brings_its_words(self):
        stream = self.box.stream()
        self.assertEqual(stream.next(), "ping")
        for kind, choices in (("fraud", []), ("alarm", ["fine", "help"]), ("reminder", ["taxi", "seen"])):
            Select(self.shown("#notice-kind")).select_by_value(kind)
            self.wait.until(lambda page: self.find("#notice-send").is_enabled())
            self.shown("#notice-send").click()
            notice = stream.event()[2]
            self.assertEqual((notice["kind"], [each["id"] for each in notice["choices"]]), (kind, choices))
        stream.close()
        self.assertEqual(notice["choices"][0]["service"], "taxi")

    def test_7c_what_is_wrong_with_a_box_is_shown_in_its_row(self):
        beat = {"sequence": 1, "version": "0.1.0", "uptime_s": 5, "pending": 0}
        trouble = {"what": "catalog", "why": "services[0]: <b>bad</b>", "since": "2026-11-21T09:32:00Z"}
        self.assertEqual(self.box.post("/v1/heartbeat", {**beat, "troubles": [trouble]}).code, 200)
        self.wait.until(lambda page: "<b>bad</b>" in self.find("#boxes").text)
        self.assertIn("服务目录没有采用", self.find("#boxes .trouble").text)
        self.shot("desk-trouble")
        self.assertEqual(self.box.post("/v1/heartbeat", beat).code, 200)
        self.wait.until(lambda page: not self.find("#boxes .trouble"))

    def test_8_a_fault_is_switched_on_and_off(self):
        Select(self.shown("#fault-kind")).select_by_value("error")
        Select(self.shown("#fault-path")).select_by_value("/v1/requests")
        self.shown("#fault-on").click()
        self.shown('#faults [data-fault="error"]')
        self.assertEqual(self.box.get("/v1/requests").code, 500)
        self.shot("desk-fault")
        self.shown("#fault-off").click()
        self.wait.until(lambda page: not self.find("#faults [data-fault]"))
        self.assertEqual(self.box.get("/v1/requests").code, 200)

    def test_9_after_a_restart_of_the_hotline_the_page_is_live_again(self):
        errors = [each for each in self.browser.get_log("browser") if "Content Security Policy" in each["message"] or "Uncaught" in each["message"]]
        self.assertEqual(errors, [])
        port = self.hotline.port
        self.hotline.stop()
        self.shown("#live[data-live=no]")
        options, self.hotline.options = self.hotline.options, (*self.hotline.options, "--port", port)
        self.hotline.start()
        self.hotline.options = options
        self.shown("#live[data-live=yes]")
        taxi = self.ask()
        self.row(taxi, "received")


if __name__ == "__main__":
    unittest.main()
