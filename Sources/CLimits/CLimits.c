#include "CLimits.h"

// As the engine's own loops: compiled for three levels, of which the loader takes the best.
#if defined(__x86_64__)
#define LEVELS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define LEVELS
#endif

typedef double lanes __attribute__((vector_size(64), aligned(8)));

// Wide vectors are used only where a function says that it needs them.
#define WIDE __attribute__((min_vector_width(512)))

LEVELS WIDE double outlay_limit_read(const double *cells, size_t count) {
  lanes part[8] = {0};
  size_t i = 0;
  for (; i + 64 <= count; i += 64)
    for (size_t lane = 0; lane < 8; lane++) part[lane] += *(const lanes *)(cells + i + 8 * lane);
  lanes all = (part[0] + part[1]) + (part[2] + part[3]) + ((part[4] + part[5]) + (part[6] + part[7]));
  double sum = 0;
  for (size_t lane = 0; lane < 8; lane++) sum += all[lane];
  for (; i < count; i++) sum += cells[i];
  return sum;
}

LEVELS WIDE double outlay_limit_multiply_add(size_t rounds) {
// Twelve chains hide the four cycles that each step takes on two units.
#pragma STDC FP_CONTRACT ON
  lanes chain[12];
  for (int k = 0; k < 12; k++) chain[k] = (lanes){0} + (1.0 + k);
  const lanes factor = (lanes){0} + 0.999999, step = (lanes){0} + 1e-7;
  for (size_t i = 0; i < rounds; i++) {
#pragma clang loop unroll(full)
    for (int k = 0; k < 12; k++) chain[k] = chain[k] * factor + step;
  }
  double sum = 0;
  for (int k = 0; k < 12; k++)
    for (int lane = 0; lane < 8; lane++) sum += chain[k][lane];
  return sum;
}
