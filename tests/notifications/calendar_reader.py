"""A small strict reader of RFC 5545, by which calendars are read back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Component:
    """A component with its properties: name -> (parameters, value), and the components in it."""

    name: str
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.properties[name][1]

    def part(self, name: str) -> Component:
        found = [part for part in self.parts if part.name == name]
        assert len(found) == 1
        return found[0]


def read(content: bytes) -> Component:
    """A calendar, strictly: CRLF line ends, at most 75 octets a line, every BEGIN ended, no property twice."""
    assert content.endswith(b"\r\n")
    rows = content[:-2].split(b"\r\n")
    assert not [row for row in rows if b"\n" in row or b"\r" in row]
    assert max(map(len, rows)) <= 75
    lines: list[bytes] = []
    for row in rows:
        if row.startswith(b" "):
            lines[-1] += row[1:]
        else:
            lines.append(row)
    stack: list[Component] = []
    for line in lines:
        head, colon, value = line.decode().partition(":")
        assert colon, line
        name, *parameters = head.split(";")
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            ended = stack.pop()
            assert ended.name == value
            if not stack:
                assert line == lines[-1]
                return ended
            stack[-1].parts.append(ended)
        else:
            assert name not in stack[-1].properties, name
            stack[-1].properties[name] = (dict(one.split("=") for one in parameters), unescaped(value))
    raise AssertionError("never ended")


def unescaped(value: str) -> str:
    plain, signs = "", iter(value)
    for sign in signs:
        if sign != "\\":
            assert sign not in ",;" or value.startswith("P"), "an unescaped sign"
            plain += sign
            continue
        plain += {"n": "\n", "N": "\n"}.get(following := next(signs), following)
        assert following in "nN\\,;"
    return plain
