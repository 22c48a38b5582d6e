/* Numbers out of the bytes that a fuzzer gives; zeros behind their end. */
#ifndef TESTS_FUZZ_OCTETS_H
#define TESTS_FUZZ_OCTETS_H

#include <stdint.h>

struct reader {
	const uint8_t *at, *end;
};

static inline uint32_t
next(struct reader *reader, int octets)
{
	uint32_t number = 0;

	while (octets-- > 0)
		number = number << 8 |
			(reader->at < reader->end ? *reader->at++ : 0);
	return number;
}

#endif
