/*
 * Echo server with nothing around it: what epoll(7) allows on one thread, and so the limit that other servers are
 * measured against. Level-triggered, one read and one write for each report.
 *
 * Prints port=NUMBER, and ends when its standard input does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 512, BACKLOG = 4096, BUFFER = 1024 };

struct connection {
    int fd;
    size_t from, to; /* what is read and not yet written */
    char data[BUFFER];
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void allow_many_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static int listen_anywhere(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) || listen(fd, BACKLOG) ||
        getsockname(fd, (struct sockaddr *)&address, &length)) {
        fail("listen");
    }
    printf("port=%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

static void watch(int epoll, int operation, int fd, uint32_t events, void *whom) {
    struct epoll_event event = {.events = events, .data.ptr = whom};
    if (epoll_ctl(epoll, operation, fd, &event)) {
        fail("epoll_ctl");
    }
}

static void accept_all(int epoll, int listener) {
    int one = 1;
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (fd < 0) {
            if (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR) {
                return;
            }
            fail("accept");
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct connection *connection = malloc(sizeof *connection);
        if (connection == NULL) {
            fail("malloc");
        }
        connection->fd = fd;
        connection->from = connection->to = 0;
        watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN, connection);
    }
}

static void drop(struct connection *connection) {
    close(connection->fd);
    free(connection);
}

/* Returns 0 when the connection is over. */
static int echo(int epoll, struct connection *c) {
    int waits_to_write = c->from < c->to;
    if (!waits_to_write) {
        ssize_t got = read(c->fd, c->data, sizeof c->data);
        if (got <= 0) {
            return got < 0 && (errno == EAGAIN || errno == EINTR);
        }
        c->from = 0;
        c->to = (size_t)got;
    }
    ssize_t put = write(c->fd, c->data + c->from, c->to - c->from);
    if (put < 0 && errno != EAGAIN && errno != EINTR) {
        return 0;
    }
    c->from += put > 0 ? (size_t)put : 0;
    if (waits_to_write != (c->from < c->to)) {
        watch(epoll, EPOLL_CTL_MOD, c->fd, waits_to_write ? EPOLLIN : EPOLLOUT, c);
    }
    return 1;
}

static int ended(void) {
    char ignored[64];
    return read(STDIN_FILENO, ignored, sizeof ignored) <= 0;
}

int main(void) {
    struct epoll_event events[BATCH];
    struct connection input = {.fd = STDIN_FILENO}, listener = {.fd = -1};
    allow_many_files();
    int epoll = epoll_create1(0);
    if (epoll < 0) {
        fail("epoll_create1");
    }
    listener.fd = listen_anywhere();
    watch(epoll, EPOLL_CTL_ADD, listener.fd, EPOLLIN, &listener);
    watch(epoll, EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN, &input);
    for (;;) {
        int count = epoll_wait(epoll, events, BATCH, -1);
        if (count < 0 && errno != EINTR) {
            fail("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (c == &listener) {
                accept_all(epoll, listener.fd);
            } else if (c == &input) {
                if (ended()) {
                    return 0;
                }
            } else if (!echo(epoll, c)) {
                drop(c);
            }
        }
    }
}
