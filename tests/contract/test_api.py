# SPDX-License-Identifier: Apache-2.0
"""The HTTP contract is sound OpenAPI 3.1 and its examples keep it."""
import pathlib
import subprocess
import sys
import unittest


class Contract(unittest.TestCase):
    def test_the_contract_is_sound_and_its_examples_keep_it(self):
        check = pathlib.Path(__file__).with_name("check_api.py")
        done = subprocess.run([sys.executable, str(check)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
