/* carry/process -- room carry: the courier's own main.
 *
 * One thread, one wait: curl_multi_poll over the keeper's socket, a signalfd,
 * the connections and the watched Maildir, until the next deadline.
 */
#ifndef MENTORD_CARRY_PROCESS_H
#define MENTORD_CARRY_PROCESS_H

struct program;

/* Carry mail for the keeper at the other end of fd, until that closes, says
 * stop, or SIGTERM comes; then ends the process. All other descriptors above
 * stderr are closed. */
_Noreturn void courier_process(const struct program *program, int fd);

#endif
