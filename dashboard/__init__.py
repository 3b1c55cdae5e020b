"""The door: commands, processes, the page's frame. The only room that starts things. Its files by what they are for:

A city       city loading fault stray            its folder, read whole
             check schemas                       and judged whole
             kept living                         the last good one, while it is edited
Commands     commands/ settings logs browser     what people type
Processes    supervisor process runfolder        kept alive, and what they share
Engine       engine opening feeding chores       owns the store, the feeds and the tick
             clock tick snapshots drawing        a snapshot drawn, a version on the shelf
             ground                              above districts and roads that stay
             requested asked viewers figures     frames that somebody asked for, figures for /metrics
Web          web server gate answers front       bytes to a thousand walls
             app csp pulse                       the page, gestures, workers that hang
Reference    reference reference_sql             docs made from the code
             reference_tables
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
