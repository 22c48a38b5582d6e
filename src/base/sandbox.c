/* The seccomp filters. The reader's is a list of what is allowed, the
 * keeper's a list of what is not: SQLite and the service manager ask the
 * kernel for too many things for a list of allowed ones to stay true from one
 * Debian to the next, and what the keeper must never do fits on one screen. */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"

#define FAILS(code) SCMP_ACT_ERRNO(code)

/* The sanitizers read /proc, reserve terabytes and trace us at exit. */
#if defined __SANITIZE_ADDRESS__
# define SANITIZED 1
#elif defined __has_feature
# if __has_feature(address_sanitizer)
#  define SANITIZED 1
# endif
#endif
#ifndef SANITIZED
# define SANITIZED 0
#endif

/* Computing, memory, and the descriptors that are open. */
static const int reader_may[] = { SCMP_SYS(brk), SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(close), SCMP_SYS(dup),
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(fstat), SCMP_SYS(futex),
	SCMP_SYS(getpid), SCMP_SYS(getrandom), SCMP_SYS(getrusage),
	SCMP_SYS(gettid), SCMP_SYS(gettimeofday), SCMP_SYS(lseek),
	SCMP_SYS(madvise), SCMP_SYS(mremap), SCMP_SYS(munmap),
	SCMP_SYS(nanosleep), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(read),
	SCMP_SYS(readv), SCMP_SYS(recv), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	SCMP_SYS(restart_syscall), SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield),
	SCMP_SYS(send), SCMP_SYS(sendmsg), SCMP_SYS(sendto), SCMP_SYS(shutdown),
	SCMP_SYS(time), SCMP_SYS(uname), SCMP_SYS(write), SCMP_SYS(writev) };

/* What nothing of ours ever asks for: whoever does is not us any more. */
static const int reader_dies[] = { SCMP_SYS(bind), SCMP_SYS(bpf),
	SCMP_SYS(connect), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
	SCMP_SYS(io_uring_setup), SCMP_SYS(listen), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(ptrace), SCMP_SYS(socket),
	SCMP_SYS(userfaultfd), SCMP_SYS(vfork) };

/* With socket() narrowed to AF_UNIX this is what could bring the network or
 * another program back. */
static const int keeper_may_not[] = { SCMP_SYS(bpf), SCMP_SYS(chroot),
	SCMP_SYS(delete_module), SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(io_uring_enter),
	SCMP_SYS(io_uring_register), SCMP_SYS(io_uring_setup),
	SCMP_SYS(kexec_load), SCMP_SYS(keyctl), SCMP_SYS(mount),
	SCMP_SYS(perf_event_open), SCMP_SYS(personality), SCMP_SYS(pidfd_getfd),
	SCMP_SYS(pivot_root), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(setns), SCMP_SYS(umount2),
	SCMP_SYS(unshare), SCMP_SYS(userfaultfd) };

static bool
add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int e = seccomp_rule_add(filter, action, calls[i], 0);

		/* EDOM, EOPNOTSUPP: this architecture has no such call. */
		if (e && e != -EDOM && e != -EOPNOTSUPP)
			return false;
	}
	return true;
}

static bool
add_when(scmp_filter_ctx filter, uint32_t action, int call,
	struct scmp_arg_cmp when)
{
	return !seccomp_rule_add_array(filter, action, call, 1, &when);
}

static struct scmp_arg_cmp
arg_is(unsigned arg, long value)
{
	return (struct scmp_arg_cmp){ arg, SCMP_CMP_EQ, (scmp_datum_t)value,
		0 };
}

static struct scmp_arg_cmp
arg_bits(unsigned arg, scmp_datum_t mask, scmp_datum_t value)
{
	return (struct scmp_arg_cmp){ arg, SCMP_CMP_MASKED_EQ, mask, value };
}

/* Memory may be had, but never to run code in. */
static bool
add_memory(scmp_filter_ctx filter)
{
	struct scmp_arg_cmp no_exec = arg_bits(2, PROT_EXEC, 0);

	return add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), no_exec) &&
		add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), no_exec);
}

/* abort() raises SIGABRT in ourselves, descriptors say whether they block,
 * and more_cpu moves its limit; none of these reaches another process. */
static bool
add_self(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp cpu[] = { arg_is(0, 0),
		arg_is(1, RLIMIT_CPU) };

	return add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl),
		       arg_is(1, F_GETFL)) &&
		add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl),
			arg_is(1, F_SETFL)) &&
		add_when(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill),
			arg_is(0, getpid())) &&
		!seccomp_rule_add_array(
			filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 2, cpu);
}

static bool
fill_reader(scmp_filter_ctx filter)
{
	return add_all(filter, SCMP_ACT_ALLOW, reader_may,
		       G_N_ELEMENTS(reader_may)) &&
		add_all(filter, SCMP_ACT_KILL_PROCESS, reader_dies,
			G_N_ELEMENTS(reader_dies)) &&
		add_memory(filter) && add_self(filter);
}

static bool
fill_reader_sanitized(scmp_filter_ctx filter)
{
	static const int no[] = { SCMP_SYS(bind), SCMP_SYS(connect),
		SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(socket),
		SCMP_SYS(io_uring_setup), SCMP_SYS(creat), SCMP_SYS(unlink),
		SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat2) };
	const scmp_datum_t how = O_WRONLY | O_RDWR;

	return add_all(filter, FAILS(EPERM), no, G_N_ELEMENTS(no)) &&
		add_when(filter, FAILS(EACCES), SCMP_SYS(openat),
			arg_bits(2, how, O_WRONLY)) &&
		add_when(filter, FAILS(EACCES), SCMP_SYS(openat),
			arg_bits(2, how, O_RDWR));
}

static bool
fill_keeper(scmp_filter_ctx filter)
{
	static const int trace[] = { SCMP_SYS(ptrace) };

	return add_all(filter, FAILS(EPERM), keeper_may_not,
		       G_N_ELEMENTS(keeper_may_not)) &&
		add_all(filter, FAILS(EPERM), trace, SANITIZED ? 0 : 1) &&
		add_when(filter, FAILS(EPERM), SCMP_SYS(socket),
			(struct scmp_arg_cmp){ 0, SCMP_CMP_NE, AF_UNIX, 0 });
}

static bool
confine(const char *process, uint32_t otherwise, bool (*fill)(scmp_filter_ctx),
	struct err *err)
{
	if (prctl(PR_GET_SECCOMP) < 0 && errno == EINVAL) {
		log_warn("the kernel has no seccomp, the %s runs without",
			process);
		return true;
	}
	scmp_filter_ctx filter = seccomp_init(otherwise);
	int e = filter && fill(filter) ? seccomp_load(filter) : -EINVAL;
	if (filter)
		seccomp_release(filter);
	return !e ||
		err_set(err, ERR_ASK, "cannot confine the %s with seccomp: %s",
			process, g_strerror(-e));
}

static void
limit(__rlimit_resource_t resource, rlim_t most)
{
	struct rlimit r = { most, most };

	if (setrlimit(resource, &r) < 0)
		log_warn(
			"cannot lower a resource limit: %s", g_strerror(errno));
}

/* RLIMIT_NOFILE is 1 and not 0: poll(2) refuses more entries than that. */
bool
sandbox_reader(struct err *err)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	prctl(PR_SET_DUMPABLE, SANITIZED);
	if (SANITIZED)
		return confine(
			"reader", SCMP_ACT_ALLOW, fill_reader_sanitized, err);
	limit(RLIMIT_AS, (rlim_t)256 << 20);
	limit(RLIMIT_NOFILE, 1);
	return confine("reader", FAILS(EPERM), fill_reader, err);
}

void
sandbox_more_cpu(void)
{
	struct rlimit r;
	struct rusage used;

	if (getrlimit(RLIMIT_CPU, &r) < 0 || getrusage(RUSAGE_SELF, &used) < 0)
		return;
	rlim_t spent = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
	r.rlim_cur = spent + 2 + (SANITIZED ? 10 : 2);
	if (r.rlim_max != RLIM_INFINITY && r.rlim_cur > r.rlim_max)
		r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_CPU, &r);
}

bool
sandbox_keeper(struct err *err)
{
	prctl(PR_SET_DUMPABLE, SANITIZED);
	return confine("keeper", SCMP_ACT_ALLOW, fill_keeper, err);
}

static bool
among(unsigned fd, const int *fds)
{
	for (; *fds >= 0; fds++)
		if ((unsigned)*fds == fd)
			return true;
	return false;
}

/* The gaps between the kept ones, each closed by one call. */
void
sandbox_close_all_but(const int *fds)
{
	unsigned from = STDERR_FILENO + 1, last = from;

	for (size_t i = 0; fds[i] >= 0; i++)
		last = MAX(last, (unsigned)fds[i] + 1);
	for (; from < last; from++)
		if (!among(from, fds))
			close((int)from);
	close_range(last, ~0U, 0);
}
