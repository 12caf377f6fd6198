// Loops that do nothing but reach a limit of the machine, so that a figure measured beside them says
// how far the work is from what the machine can do at all.
#ifndef OUTLAY_LIMITS_H
#define OUTLAY_LIMITS_H

#include <stddef.h>

/// The sum of the cells: eight bytes read for each.
double outlay_limit_read(const double *cells, size_t count);

/// As many rounds of multiply-adds on registers alone; returns what they come to.
double outlay_limit_multiply_add(size_t rounds);

/// Multiplications and additions of one round, each counted.
enum { outlay_limit_operations = 2 * 12 * 8 };

#endif
