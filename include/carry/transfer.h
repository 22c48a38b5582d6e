/* carry/transfer -- room carry: what shares the courier's one libcurl set.
 *
 * Private to the two files that speak to libcurl: connections (wire.c) and
 * calendars (calendar.c). Each handle in the set has a struct transfer as its
 * CURLOPT_PRIVATE, and is told of its end through it.
 */
#ifndef MENTORD_CARRY_TRANSFER_H
#define MENTORD_CARRY_TRANSFER_H

struct wires;

struct transfer {
	void (*done)(struct transfer *transfer, int code); /* a CURLcode */
};

/* The CURLM. */
void *wires_multi(struct wires *wires);

#endif
