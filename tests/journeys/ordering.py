# SPDX-License-Identifier: Apache-2.0
"""What the journeys of orders share: going through a service as a calm hand does, and the others who order too."""
from harness import Journey, texts
from walking import Neighbours, Walking

__all__ = ["Ordering", "texts"]


class Ordering(Walking, Neighbours, Journey):
    def read_all(self):
        """The confirm screen page by page, to the button that orders."""
        for _ in range(30):
            if self.box.scene["focus"] != "next":
                return
            before = texts(self.box.scene)
            self.box.press("KEY_OK")
            self.wait(lambda: texts(self.box.scene) != before, "no further page")

    def submit(self):
        """OK on the confirm screen; returns the result's scene, once the hotline has it."""
        self.read_all()
        self.assertEqual((self.box.scene["screen"], self.box.scene["focus"]), ("confirm", "confirm"))
        self.box.press("KEY_OK", gap_ms=600)
        return self.box.until(screen="result", request__status="received")
