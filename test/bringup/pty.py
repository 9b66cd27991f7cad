"""A pseudo-terminal under a name of its own: what is written to it comes out of stdout, stdin goes to it. Commands come by lines on descriptor 3:
"unplug" takes the device away, "plug" brings it back under the same name, "baud N" garbles everything while the device is not set to N baud."""
import os
import select
import sys
import termios
import tty

SPEEDS = {value: int(name[1:]) for name, value in vars(termios).items() if name[:1] == "B" and name[1:].isdigit()}
link = sys.argv[1]
pair = None
baud = 0


def plug():
    global pair
    if pair is None:
        pair = os.openpty()
        tty.setraw(pair[1])
        os.symlink(os.ttyname(pair[1]), link + ".new")
        os.replace(link + ".new", link)


def unplug():
    global pair
    if pair is not None:
        os.unlink(link)
        for fd in pair:
            os.close(fd)
        pair = None


def heard(data):
    if baud == 0 or SPEEDS.get(termios.tcgetattr(pair[1])[5]) == baud:
        return data
    return bytes(byte >> 1 | 0x80 for byte in data)


def write_all(fd, data):
    while data:
        data = data[os.write(fd, data):]


plug()
write_all(3, b"ready\n")
while True:
    readable, _, _ = select.select([0, 3] + ([pair[0]] if pair else []), [], [])
    if 3 in readable:
        commands = os.read(3, 4096)
        if not commands:
            break
        for command in commands.decode().split("\n"):
            if command == "plug":
                plug()
            elif command == "unplug":
                unplug()
            elif command.startswith("baud "):
                baud = int(command[5:])
        write_all(3, b"done\n")
        continue
    if 0 in readable:
        data = os.read(0, 65536)
        if not data:
            break
        if pair:
            write_all(pair[0], heard(data))
    if pair and pair[0] in readable:
        write_all(1, heard(os.read(pair[0], 65536)))
unplug()
