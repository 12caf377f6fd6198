// Loops over replicates: one cell each.
#ifndef OUTLAY_REPLICATE_KERNELS_H
#define OUTLAY_REPLICATE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// A draw from 0 to 65535 gives the number of these that it reaches: Poisson(1) with mean and variance
// exactly 1.
enum {
  outlay_poisson_1 = 24110,
  outlay_poisson_2 = 48218,
  outlay_poisson_3 = 60274,
  outlay_poisson_4 = 64291,
  outlay_poisson_5 = 65296,
  outlay_poisson_6 = 65497,
  outlay_poisson_7 = 65530,
};

void outlay_poisson_weights(uint8_t *out, const uint16_t *draws, size_t count);

/// The weights where the draw is below the threshold, and 0 elsewhere.
void outlay_keep_below(
    uint8_t *out, const uint8_t *weights, const uint16_t *draws, uint16_t threshold,
    size_t count);

/// sums += scale × cells; of integers, exact while below 2^53.
void outlay_add_scaled(double *sums, const double *cells, double scale, size_t count);
void outlay_add_weighted(double *sums, const uint8_t *weights, double scale, size_t count);

#endif
