/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter of the kernel's (seccomp): socket() with another family than AF_UNIX fails with EACCES, everything else is
 * as it was. The trap is a second way into the kernel: a 64-bit one has a 32-bit one beside it, with other numbers, and
 * through it no call is let. io_uring opens sockets without a call, so it goes too.
 */
#include "stb-app/base/no_network.h"

#include "stb-app/base/log.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined __x86_64__
#define OURS AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define OURS AUDIT_ARCH_AARCH64
#elif defined __arm__ && defined __ARMEL__
#define OURS AUDIT_ARCH_ARM
#elif defined __riscv && __riscv_xlen == 64
#define OURS AUDIT_ARCH_RISCV64
#elif defined __mips__ && defined __MIPSEL__ && !defined __mips64
#define OURS AUDIT_ARCH_MIPSEL
#endif

#ifdef OURS
#define LOAD(member)          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define IF(value, then, else) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (then), (else))
#define ANSWER(what)          BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSE                ANSWER(SECCOMP_RET_ERRNO | EACCES)

static struct sock_filter rules[] = {
    LOAD(arch),
    IF(OURS, 1, 0),
    REFUSE,
    LOAD(nr),
#ifdef __x86_64__
    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000U, 0, 1), /* x32 */
    REFUSE,
#endif
#ifdef __NR_io_uring_setup
    IF(__NR_io_uring_setup, 0, 1),
    REFUSE,
#endif
    IF(__NR_socket, 1, 0),
    ANSWER(SECCOMP_RET_ALLOW),
    LOAD(args[0]), /* its lower half, where the smaller byte comes first */
    IF(AF_UNIX, 0, 1),
    ANSWER(SECCOMP_RET_ALLOW),
    REFUSE,
};

void no_network_from_now_on(void) {
    struct sock_fprog program = {.len = sizeof rules / sizeof *rules, .filter = rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        log_info("process", "the kernel does not keep it from the network: %s", strerror(errno));
}
#else
void no_network_from_now_on(void) {
    log_info("process", "on this machine nothing keeps it from the network");
}
#endif
