// Streams over AF_VSOCK: `vsock cid`, `vsock echo PORT` gives one connection back what it says, `vsock send PORT BYTES` says a pattern to the
// host, and prints what it answers.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/vm_sockets.h>

static char buffer[65536];

static int fail(const char *what) {
  printf("vsock: %s: %s\n", what, strerror(errno));
  return 1;
}

static int cid(void) {
  unsigned cid;
  int device = open("/dev/vsock", O_RDONLY);
  if (device < 0 || ioctl(device, IOCTL_VM_SOCKETS_GET_LOCAL_CID, &cid) < 0) return fail("cid");
  printf("cid %u\n", cid);
  return 0;
}

static int echo(struct sockaddr_vm *address) {
  int listener = socket(AF_VSOCK, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)address, sizeof *address) < 0 || listen(listener, 4) < 0) return fail("listen");
  printf("listening\n");
  fflush(stdout);
  int peer = accept(listener, NULL, NULL);
  if (peer < 0) return fail("accept");
  long total = 0;
  for (;;) {
    ssize_t bytes = read(peer, buffer, sizeof buffer);
    if (bytes < 0) return fail("read");
    if (bytes == 0) break;
    for (ssize_t done = 0; done < bytes;) {
      ssize_t written = write(peer, buffer + done, bytes - done);
      if (written < 0) return fail("write");
      done += written;
    }
    total += bytes;
  }
  close(peer);
  printf("echoed %ld\n", total);
  return 0;
}

static int send_pattern(struct sockaddr_vm *address, long bytes) {
  int peer = socket(AF_VSOCK, SOCK_STREAM, 0);
  if (connect(peer, (struct sockaddr *)address, sizeof *address) < 0) return fail("connect");
  for (long done = 0; done < bytes;) {
    long part = bytes - done < (long)sizeof buffer ? bytes - done : (long)sizeof buffer;
    for (long i = 0; i < part; i++) buffer[i] = (char)((done + i) * 31 >> 3);
    ssize_t written = write(peer, buffer, part);
    if (written < 0) return fail("write");
    done += written;
  }
  shutdown(peer, SHUT_WR);
  long heard = 0;
  ssize_t got;
  while ((got = read(peer, buffer + heard, sizeof buffer - 1 - heard)) > 0) heard += got;
  if (got < 0) return fail("read");
  buffer[heard] = 0;
  printf("heard %s\n", buffer);
  return 0;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "cid";
  struct sockaddr_vm address = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = argc > 2 ? atoi(argv[2]) : 0};
  if (strcmp(mode, "echo") == 0) {
    address.svm_cid = VMADDR_CID_ANY;
    return echo(&address);
  }
  return strcmp(mode, "send") == 0 ? send_pattern(&address, argc > 3 ? atol(argv[3]) : 0) : cid();
}
