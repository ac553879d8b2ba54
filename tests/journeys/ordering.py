# SPDX-License-Identifier: Apache-2.0
"""What the journeys of orders share: going through a service as a calm hand does, and the others who order too."""
from harness import Journey, texts
from walking import Neighbours, Walking

__all__ = ["Ordering", "texts"]


class Ordering(Walking, Neighbours, Journey):
    def submit(self):
        """OK on the confirm screen; returns the result's scene, once the hotline has it."""
        self.assertEqual((self.box.scene["screen"], self.box.scene["focus"]), ("confirm", "confirm"))
        self.box.press("KEY_OK", gap_ms=600)
        return self.box.until(screen="result", request__status="received")
