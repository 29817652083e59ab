"""The author's preview: a save shows on the open page, with what is wrong beside its cell.

`watching` sees what was saved, `changes` tells what that touches. `workshop` makes the page
on view first and everything else after it, in a process that stays warm (`worker`); what
takes long runs in another (`aside`), PDFs in one of their own, when somebody asks (`pdfs`).
What it tells (`events`) becomes what the pages say (`state`, `panel`), and `server` and
`channel` bring it to the browser. livereload is the transport alone; its own watcher is not
used, since it rebuilds once a file, swallows reloads and builds on the event loop.
"""

from .channel import HOST, is_local
from .server import serve
from .watching import snapshot

__all__ = ["HOST", "is_local", "serve", "snapshot"]
