"""How far a long job is: a line that grows on a terminal, a line for each tenth elsewhere."""

import time

WIDTH = 30
SECONDS_BETWEEN = 0.1


class Progress:
    """Says how many of `total` are done and how many remain."""

    def __init__(self, out, total: int):
        self.out, self.total, self.done = out, total, 0
        self.tenth, self.shown_at = 0, 0.0

    def add(self, count: int):
        self.done += count
        if self.out.isatty():
            self._draw()
        elif self.done * 10 // self.total > self.tenth:
            self.tenth = self.done * 10 // self.total
            self.out.write(f"{self.tenth * 10} %: {self._words()}")

    def _draw(self):
        """Often enough for an eye, and no oftener: drawing is not what the job is about."""
        is_over = self.done >= self.total
        if not is_over and time.monotonic() - self.shown_at < SECONDS_BETWEEN:
            return
        self.shown_at = time.monotonic()
        filled = min(self.done * WIDTH // self.total, WIDTH)
        bar = "█" * filled + "░" * (WIDTH - filled)
        self.out.write(f"\r{bar} {self._words()}", ending="\n" if is_over else "")
        self.out.flush()

    def _words(self) -> str:
        return f"{self.done} of {self.total}, {max(self.total - self.done, 0)} remain"
