/*
 * Load for an echo server: messages of 64 bytes, one under way on each connection. With a path, load for an HTTP server:
 * requests for that path, each answered with status 200 and a content-length.
 *
 *     echo_load PORT CONNECTIONS THREADS RATE WARM_UP_MS MEASURED_MS [PATH]
 *
 * RATE 0: each answer is followed by the next message at once, and the time is counted from the sending.
 * RATE above 0: that many messages a second over all connections, each at its own planned time, and the time is
 * counted from there. A server that stalls then delays all that was planned meanwhile, and each of them counts; counted
 * from the sending, a stall of a second would be one slow message.
 *
 * What is planned, or answered, in the measured window is counted. Prints key=value lines.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE 64
#define ANSWER 1024
#define SECOND 1000000000ULL
#define MILLISECOND 1000000ULL
#define BATCH 512
#define DRAIN_NS SECOND  /* so long may answers come in after the window */
#define SPIN_NS 100000ULL /* the system's timers are not exact enough for what is due that soon */

/* Histogram: 64 steps for each power of two, so a value is off by less than 1/64. */
#define STEP_BITS 6
#define STEPS (1U << STEP_BITS)
#define BUCKETS ((64 - STEP_BITS + 1) * STEPS)

struct connection {
    int fd;
    int busy;
    size_t received;
    uint64_t next;  /* number of the next message in the thread's plan, when there is a rate */
    uint64_t since; /* from when the time of the message under way counts */
    uint64_t sequence;
    unsigned char data[MESSAGE];
    char answer[ANSWER + 1];
};

/* The request of HTTP; empty where messages are echoed. */
static char request[MESSAGE * 4];

struct load {
    pthread_t thread;
    struct connection *connections;
    uint64_t count;
    double rate;
    uint64_t start, from, to;
    uint64_t planned; /* number of the next message that becomes due */
    uint64_t requests, errors, unanswered;
    uint64_t histogram[BUCKETS];
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/* ---------------------------------------------------------------- histogram */

static unsigned bucket_of(uint64_t value) {
    if (value < STEPS) {
        return (unsigned)value;
    }
    unsigned shift = 63U - (unsigned)__builtin_clzll(value) - STEP_BITS;
    return (shift + 1) * STEPS + (unsigned)((value >> shift) - STEPS);
}

/* The highest value of a bucket. */
static uint64_t value_of(unsigned bucket) {
    if (bucket < STEPS) {
        return bucket;
    }
    unsigned shift = bucket / STEPS - 1;
    return ((uint64_t)(bucket % STEPS + STEPS + 1) << shift) - 1;
}

static uint64_t percentile(const uint64_t *histogram, uint64_t total, double share) {
    uint64_t wanted = (uint64_t)((double)total * share + 0.5), seen = 0;
    if (wanted < 1) {
        wanted = 1;
    }
    for (unsigned i = 0; i < BUCKETS; i++) {
        seen += histogram[i];
        if (seen >= wanted) {
            return value_of(i);
        }
    }
    return 0;
}

/* ---------------------------------------------------------------- messages */

static uint64_t planned_at(const struct load *load, uint64_t message) {
    return load->start + (uint64_t)((double)message * (double)SECOND / load->rate);
}

static void count(struct load *load, uint64_t since, uint64_t at) {
    uint64_t counts_by = load->rate > 0 ? since : at;
    if (counts_by >= load->from && counts_by < load->to) {
        load->histogram[bucket_of(at > since ? at - since : 0)]++;
        load->requests++;
    }
}

static void lose(struct load *load, struct connection *c) {
    if (c->fd >= 0) {
        close(c->fd);
        c->fd = -1;
        c->busy = 0;
        load->errors++;
    }
}

static void send_message(struct load *load, struct connection *c, uint64_t since) {
    c->since = since;
    c->received = 0;
    c->sequence++;
    memset(c->data, (int)(c->sequence & 0x7f), MESSAGE);
    c->busy = 1;
    const void *message = request[0] ? (const void *)request : c->data;
    size_t length = request[0] ? strlen(request) : MESSAGE;
    if (write(c->fd, message, length) != (ssize_t)length) {
        lose(load, c);
    }
}

/* Sends the next message that is planned for a connection, if it is due. */
static void send_due(struct load *load, struct connection *c, uint64_t at) {
    uint64_t planned = planned_at(load, c->next);
    if (planned <= at && planned < load->to) {
        c->next += load->count;
        send_message(load, c, planned);
    }
}

static int is_echo(const struct connection *c, const unsigned char *data, size_t length) {
    return c->received + length <= MESSAGE && memcmp(data, c->data + c->received, length) == 0;
}

/* Takes a piece of an answer of HTTP. Returns 1 if that is complete, 0 if not, -1 if it is wrong. */
static int take_answer(struct connection *c, const unsigned char *data, size_t length) {
    if (c->received + length > ANSWER) {
        return -1;
    }
    memcpy(c->answer + c->received, data, length);
    c->received += length;
    c->answer[c->received] = 0;
    const char *body = strstr(c->answer, "\r\n\r\n");
    if (body == NULL) {
        return 0;
    }
    const char *declared = strcasestr(c->answer, "\r\ncontent-length:");
    if (strncmp(c->answer, "HTTP/1.1 200 ", 13) != 0 || declared == NULL || declared > body) {
        return -1;
    }
    size_t whole = (size_t)(body + 4 - c->answer) + strtoull(declared + 17, NULL, 10);
    return c->received == whole ? 1 : c->received < whole ? 0 : -1;
}

/* The same for an echo. */
static int take_echo(struct connection *c, const unsigned char *data, size_t length) {
    if (!is_echo(c, data, length)) {
        return -1;
    }
    c->received += length;
    return c->received == MESSAGE;
}

static void receive(struct load *load, struct connection *c) {
    unsigned char data[ANSWER];
    ssize_t got = read(c->fd, data, sizeof data);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    int complete = got <= 0 || !c->busy  ? -1
                   : request[0] != 0 ? take_answer(c, data, (size_t)got)
                                     : take_echo(c, data, (size_t)got);
    if (complete < 0) {
        lose(load, c);
    }
    if (complete <= 0) {
        return;
    }
    uint64_t at = now();
    c->busy = 0;
    count(load, c->since, at);
    if (load->rate > 0) {
        send_due(load, c, at);
    } else if (at < load->to) {
        send_message(load, c, at);
    }
}

/* ---------------------------------------------------------------- the loop */

static void send_all_due(struct load *load, uint64_t at) {
    uint64_t planned;
    while ((planned = planned_at(load, load->planned)) <= at && planned < load->to) {
        struct connection *c = &load->connections[load->planned % load->count];
        /* One that is behind sends when its answer comes. */
        if (c->fd >= 0 && !c->busy && c->next == load->planned) {
            send_due(load, c, at);
        }
        load->planned++;
    }
}

/* Until when nothing is to be sent. */
static uint64_t quiet_until(const struct load *load) {
    uint64_t next = load->rate > 0 ? planned_at(load, load->planned) : load->to;
    return next < load->to ? next : load->to + DRAIN_NS;
}

/* Waits for answers, as exactly as it can until the time when something is to be sent. */
static int wait_for_answers(int epoll, struct epoll_event *events, uint64_t until) {
    uint64_t at = now(), left = until > at ? until - at : 0;
    if (left > 2 * MILLISECOND) {
        return epoll_wait(epoll, events, BATCH, (int)(left / MILLISECOND) - 1);
    }
    if (left > SPIN_NS) {
        struct timespec limit = {0, (long)(left - SPIN_NS / 2)};
        struct pollfd any = {.fd = epoll, .events = POLLIN};
        ppoll(&any, 1, &limit, NULL);
    }
    return epoll_wait(epoll, events, BATCH, 0);
}

static int is_over(const struct load *load, uint64_t at) {
    if (at < load->to) {
        return 0;
    }
    for (uint64_t i = 0; i < load->count; i++) {
        if (load->connections[i].busy) {
            return at >= load->to + DRAIN_NS;
        }
    }
    return 1;
}

/* What was planned or sent in the window and has no answer counts with the time it has taken until now. */
static void count_unanswered(struct load *load, uint64_t at) {
    uint64_t before = load->requests;
    for (uint64_t i = 0; i < load->count; i++) {
        struct connection *c = &load->connections[i];
        if (c->busy && load->rate > 0) {
            count(load, c->since, at);
        }
        while (load->rate > 0 && c->fd >= 0 && planned_at(load, c->next) < load->to) {
            count(load, planned_at(load, c->next), at);
            c->next += load->count;
        }
    }
    load->unanswered = load->requests - before;
}

static int watch_all(struct load *load) {
    int epoll = epoll_create1(0);
    if (epoll < 0) {
        fail("epoll_create1");
    }
    for (uint64_t i = 0; i < load->count; i++) {
        struct connection *c = &load->connections[i];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        c->next = i;
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event)) {
            fail("epoll_ctl");
        }
    }
    return epoll;
}

static void *run(void *argument) {
    struct load *load = argument;
    struct epoll_event events[BATCH];
    int epoll = watch_all(load);
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    if (load->rate <= 0) {
        for (uint64_t i = 0; i < load->count; i++) {
            send_message(load, &load->connections[i], now());
        }
    }
    while (!is_over(load, now())) {
        if (load->rate > 0) {
            send_all_due(load, now());
        }
        int count = wait_for_answers(epoll, events, quiet_until(load));
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (c->fd >= 0) {
                receive(load, c);
            }
        }
    }
    count_unanswered(load, now());
    close(epoll);
    return NULL;
}

/* ---------------------------------------------------------------- setting up */

static void connect_to(struct connection *c, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    address.sin_port = htons((uint16_t)port);
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address)) {
        fail("connect");
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (fcntl(c->fd, F_SETFL, O_NONBLOCK)) {
        fail("fcntl");
    }
}

static void allow_many_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static void *zeros(uint64_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        fail("calloc");
    }
    return memory;
}

static void print_all(const struct load *loads, uint64_t threads) {
    struct load *sum = zeros(1, sizeof *sum);
    uint64_t most = 0;
    for (uint64_t t = 0; t < threads; t++) {
        sum->requests += loads[t].requests;
        sum->errors += loads[t].errors;
        sum->unanswered += loads[t].unanswered;
        for (unsigned i = 0; i < BUCKETS; i++) {
            sum->histogram[i] += loads[t].histogram[i];
            most = sum->histogram[i] > 0 && value_of(i) > most ? value_of(i) : most;
        }
    }
    printf("requests=%llu\n", (unsigned long long)sum->requests);
    printf("seconds=%.6f\n", (double)(loads[0].to - loads[0].from) / (double)SECOND);
    printf("errors=%llu\n", (unsigned long long)sum->errors);
    printf("unanswered=%llu\n", (unsigned long long)sum->unanswered);
    printf("p50_ns=%llu\n", (unsigned long long)percentile(sum->histogram, sum->requests, 0.5));
    printf("p99_ns=%llu\n", (unsigned long long)percentile(sum->histogram, sum->requests, 0.99));
    printf("p999_ns=%llu\n", (unsigned long long)percentile(sum->histogram, sum->requests, 0.999));
    printf("max_ns=%llu\n", (unsigned long long)most);
    free(sum);
}

int main(int argc, char **argv) {
    if (argc != 7 && argc != 8) {
        fprintf(stderr, "usage: %s PORT CONNECTIONS THREADS RATE WARM_UP_MS MEASURED_MS [PATH]\n", argv[0]);
        return 2;
    }
    if (argc == 8 && snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", argv[7]) >=
                         (int)sizeof request) {
        fprintf(stderr, "%s: the path is too long\n", argv[0]);
        return 2;
    }
    int port = atoi(argv[1]);
    uint64_t connections = strtoull(argv[2], NULL, 10), threads = strtoull(argv[3], NULL, 10);
    double rate = atof(argv[4]);
    uint64_t warm_up = strtoull(argv[5], NULL, 10) * MILLISECOND, measured = strtoull(argv[6], NULL, 10) * MILLISECOND;
    if (threads < 1 || connections < threads || measured < 1 || rate < 0) {
        fprintf(stderr, "%s: at least one thread, a connection for each, and a measured time are needed\n", argv[0]);
        return 2;
    }
    allow_many_files();
    struct connection *all = zeros(connections, sizeof *all);
    for (uint64_t i = 0; i < connections; i++) {
        connect_to(&all[i], port);
    }
    struct load *loads = zeros(threads, sizeof *loads);
    uint64_t start = now(), given = 0;
    for (uint64_t t = 0; t < threads; t++) {
        struct load *load = &loads[t];
        load->connections = all + given;
        load->count = connections * (t + 1) / threads - given;
        given += load->count;
        load->rate = rate * (double)load->count / (double)connections;
        load->start = start;
        load->from = start + warm_up;
        load->to = load->from + measured;
        if (pthread_create(&load->thread, NULL, run, load)) {
            fail("pthread_create");
        }
    }
    for (uint64_t t = 0; t < threads; t++) {
        pthread_join(loads[t].thread, NULL);
    }
    print_all(loads, threads);
    return 0;
}
