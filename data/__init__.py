"""What is kept and read: database, plan, history, calendar, releases, exports, sample case.

Importing it fixes the clock database: the operating system's may be years old (Morocco's clock
changed for good in September 2026), so time zones come from the pinned ``tzdata`` package alone.
"""

import zoneinfo

zoneinfo.reset_tzpath(to=[])
