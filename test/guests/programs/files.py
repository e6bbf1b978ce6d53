"""What programs do with files, in the folder that is given: each line printed is something that went as POSIX says."""
import errno, fcntl, os, subprocess, sys

os.chdir(sys.argv[1])

def fails(code, action):
    try:
        action()
    except OSError as error:
        return error.errno == code
    return False

def said(name, isRight):
    print(name if isRight else f"WRONG: {name}", flush=True)

def whole(path):
    with open(path, "rb") as file:
        return file.read()

def write(path, content, mode="wb"):
    with open(path, mode) as file:
        file.write(content)

file = open("open", "wb+")
file.write(b"before ")
os.unlink("open")
file.write(b"after")
file.seek(0)
said("a file that was removed is read and written while it is open", file.read() == b"before after" and os.fstat(file.fileno()).st_size == 12)
file.close()
said("and gone by its name", not os.path.exists("open"))

write("old", b"old")
write("new", b"new")
reader = open("old", "rb")
os.rename("new", "old")
said("who has a file open that another replaces reads on", reader.read() == b"old" and whole("old") == b"new")
reader.close()

os.makedirs("a/b")
write("a/b/inside", b"inside")
held = open("a/b/inside", "rb+")
folder = os.open("a/b", os.O_RDONLY)
os.rename("a", "c")
held.write(b"INSIDE")
held.flush()
said("a file stays open when its folder is renamed", whole("c/b/inside") == b"INSIDE" and os.listdir(folder) == ["inside"])
held.close()
os.close(folder)

said("a folder with files is neither removed nor replaced", fails(errno.ENOTEMPTY, lambda: os.rmdir("c/b")) and not fails(0, lambda: os.mkdir("empty")) and fails(errno.ENOTEMPTY, lambda: os.rename("empty", "c/b")))
said("a file is no folder", fails(errno.ENOTDIR, lambda: os.listdir("old")) and fails(errno.EEXIST, lambda: os.open("old", os.O_CREAT | os.O_EXCL | os.O_WRONLY)))

one, two = open("log", "ab", buffering=0), open("log", "ab", buffering=0)
for turn in range(50):
    one.write(b"1")
    two.write(b"2")
said("appended lines are all there", whole("log") == b"12" * 50)
one.close()
two.close()

with open("sparse", "wb") as file:
    file.seek(1_000_000)
    file.write(b"end")
os.truncate("sparse", 1_000_001)
said("holes are zeros, and ends are cut", whole("sparse") == bytes(1_000_000) + b"e")

os.link("old", "linked")
os.symlink("old", "pointer")
said("links are counted, and point where they were made to", os.stat("old").st_nlink == 2 and os.readlink("pointer") == "old" and whole("pointer") == b"new")
os.chmod("old", 0o640)
os.utime("old", ns=(1_500_000_000_000_000_000, 1_600_000_000_000_000_000))
stat = os.stat("linked")
said("modes and times are kept", stat.st_mode & 0o777 == 0o640 and stat.st_mtime_ns == 1_600_000_000_000_000_000)

os.mkdir("many")
for number in range(150):
    write(f"many/{number}", str(number).encode())
names = os.listdir("many")
for entry in os.scandir("many"):
    os.unlink(entry.path)
said("a folder of many files is listed whole, and emptied while it is listed", len(set(names)) == 150 and os.listdir("many") == [])

for turn in range(30):
    write("next", str(turn).encode())
    with open("next", "rb") as file:
        os.fsync(file.fileno())
    os.replace("next", "state")
said("what is replaced by renaming is the last", whole("state") == b"29")

with open("locked", "wb") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    said("a lock is had", True)

content = bytes(range(256)) * 4000
write("large", content)
with open("large", "rb") as file:
    parts = [os.pread(file.fileno(), 777, at) for at in range(0, len(content), 777)]
said("reads at any offset give what was written", b"".join(parts) == content)

run = lambda command: subprocess.run(command, shell=True, capture_output=True, text=True)
tar = run("mkdir tree && tar -C /usr/lib/python3* -cf - json | tar -C tree -xf - && for d in json; do diff -r /usr/lib/python3*/$d tree/$d || exit 1; done && rm -r tree && ls -d tree")
said("tar unpacks a tree that is the same, and rm takes it away", tar.returncode != 0 and tar.stdout == "" and "tree" in tar.stderr)
