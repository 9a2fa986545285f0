"""`make drill`: what takes too long for each change."""

import sys

from tests.drill import lighthouse, months

if __name__ == "__main__":
    # Each is run, whatever the other found.
    sys.exit(max([lighthouse.main(), months.main()]))
