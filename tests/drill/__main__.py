"""`make drill`: what takes too long for each change."""

import sys

from tests.drill import access, lighthouse, months

if __name__ == "__main__":
    # Each is run, whatever the others found.
    sys.exit(max([lighthouse.main(), access.main(), months.main()]))
