/*
 * Makes one system call of a program fail, from outside: LD_PRELOAD=fault.so.
 *
 * FAULT_BELOW=PATH    only calls on files whose path begins with PATH count
 * FAULT_AT=N          the call that fails, counted from 1; 0 for none
 * FAULT_HOW=kill      ends the program before the call; after: ends it after the call; io: EIO; full: ENOSPC
 * FAULT_COUNT=FILE    where the number of calls is written at the end
 * FAULT_NO_EXCHANGE=1 renameat2 with RENAME_EXCHANGE is not supported
 * FAULT_NO_LOCKS=N    flock and locks of fcntl on these files fail with error N
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define EXCHANGE 2u
#define NEXT(type, name) ((type) dlsym(RTLD_NEXT, name))

static long calls;

static const char *text(const char *name) {
    const char *value = getenv(name);
    return value == NULL ? "" : value;
}

static int below(const char *path) {
    const char *prefix = text("FAULT_BELOW");
    return *prefix != 0 && path != NULL && strncmp(path, prefix, strlen(prefix)) == 0;
}

static int below_fd(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return below(path);
}

/* 0: goes on; 1: fails with errno; 2: ends after the call. */
static int fault(int counts) {
    if (!counts || __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != atol(text("FAULT_AT"))) return 0;
    const char *how = text("FAULT_HOW");
    if (strcmp(how, "kill") == 0) kill(getpid(), SIGKILL);
    if (strcmp(how, "after") == 0) return 2;
    errno = strcmp(how, "full") == 0 ? ENOSPC : EIO;
    return 1;
}

#define RUN(counts, call)                              \
    do {                                               \
        int wrong = fault(counts);                     \
        if (wrong == 1) return -1;                     \
        __typeof__(call) result = call;                \
        if (wrong == 2) kill(getpid(), SIGKILL);       \
        return result;                                 \
    } while (0)

__attribute__((destructor)) static void report(void) {
    const char *file = text("FAULT_COUNT");
    FILE *out = *file == 0 ? NULL : fopen(file, "w");
    if (out != NULL) {
        fprintf(out, "%ld\n", calls);
        fclose(out);
    }
}

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*next)(const char *, int, mode_t) = NEXT(int (*)(const char *, int, mode_t), name);
    RUN((flags & O_CREAT) && below(path), next(path, flags, mode));
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened("open", path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    va_end(more);
    return opened("open64", path, flags, mode);
}

ssize_t write(int fd, const void *from, size_t count) {
    RUN(below_fd(fd), NEXT(ssize_t (*)(int, const void *, size_t), "write")(fd, from, count));
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) {
    RUN(below_fd(fd), NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(fd, from, count, at));
}

static int without_locks(int fd) {
    if (*text("FAULT_NO_LOCKS") == 0 || !below_fd(fd)) return 0;
    errno = atoi(text("FAULT_NO_LOCKS"));
    return 1;
}

int flock(int fd, int operation) {
    return without_locks(fd) ? -1 : NEXT(int (*)(int, int), "flock")(fd, operation);
}

static int controlled(const char *name, int fd, int command, void *argument) {
    int locks = command == F_SETLK || command == F_SETLKW || command == F_GETLK;
    return locks && without_locks(fd) ? -1 : NEXT(int (*)(int, int, ...), name)(fd, command, argument);
}

int fcntl(int fd, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return controlled("fcntl", fd, command, argument);
}

int fcntl64(int fd, int command, ...) {
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return controlled("fcntl64", fd, command, argument);
}

int fsync(int fd) {
    RUN(below_fd(fd), NEXT(int (*)(int), "fsync")(fd));
}

int fdatasync(int fd) {
    RUN(below_fd(fd), NEXT(int (*)(int), "fdatasync")(fd));
}

/* Only files that are open for writing count. The descriptor is closed even when the call fails. */
int close(int fd) {
    int flags = NEXT(int (*)(int, int, ...), "fcntl")(fd, F_GETFL);
    int wrong = fault(flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && below_fd(fd));
    int cause = errno;
    int result = NEXT(int (*)(int), "close")(fd);
    if (wrong == 2) kill(getpid(), SIGKILL);
    if (wrong == 0) return result;
    errno = cause;
    return -1;
}

int rename(const char *from, const char *to) {
    RUN(below(from), NEXT(int (*)(const char *, const char *), "rename")(from, to));
}

int renameat2(int fromdir, const char *from, int todir, const char *to, unsigned int flags) {
    if ((flags & EXCHANGE) && *text("FAULT_NO_EXCHANGE") != 0) {
        errno = EINVAL;
        return -1;
    }
    RUN(below(from),
            NEXT(int (*)(int, const char *, int, const char *, unsigned int), "renameat2")(fromdir, from, todir, to, flags));
}

int unlink(const char *path) {
    RUN(below(path), NEXT(int (*)(const char *), "unlink")(path));
}

int rmdir(const char *path) {
    RUN(below(path), NEXT(int (*)(const char *), "rmdir")(path));
}

int mkdir(const char *path, mode_t mode) {
    RUN(below(path), NEXT(int (*)(const char *, mode_t), "mkdir")(path, mode));
}
