#include "CKernels.h"

#include <string.h>

#include "FormKernels.h"
#include "PanelKernels.h"
#include "ReplicateKernels.h"
#include "VillageKernels.h"

// No multiply-add may be fused at one level and not at another.
#pragma STDC FP_CONTRACT OFF

// Helpers are inlined, so that no vector is ever passed in a way that depends on the level.
#pragma clang diagnostic ignored "-Wpsabi"
#define INLINE static inline __attribute__((always_inline))
// `out` may be an operand, but then cell for cell: nothing is carried from one cell to another.
#define EACH _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < count; i++)

enum { chunk = 256 };
typedef struct {
  int64_t quotient;
  int64_t remainder;
} division;

typedef double doubles __attribute__((vector_size(64)));
typedef int64_t masks __attribute__((vector_size(64)));
typedef int32_t integers __attribute__((vector_size(32)));
typedef float floats __attribute__((vector_size(32)));
typedef uint32_t short_words __attribute__((vector_size(32)));
typedef uint64_t words __attribute__((vector_size(64)));
enum { lanes = 8, most_fused = 4 };

#define NAME(name) LEVEL(name)

// Each level has helpers of its own.
#define sum_of LEVEL(sum_of)
#define divide LEVEL(divide)
#define bucket LEVEL(bucket)
#define load LEVEL(load)
#define store LEVEL(store)
#define choose LEVEL(choose)
#define lesser LEVEL(lesser)
#define greater LEVEL(greater)
#define sum LEVEL(sum)
#define cells_at LEVEL(cells_at)
#define add_largest LEVEL(add_largest)
#define all LEVEL(all)
#define nearest LEVEL(nearest)
#define amount LEVEL(amount)
#define assess_alone LEVEL(assess_alone)
#define assess_fused LEVEL(assess_fused)
#define assess_many LEVEL(assess_many)
#define form_amount LEVEL(form_amount)
#define form_rest LEVEL(form_rest)
#define form_amounts_of LEVEL(form_amounts_of)
#define form_sum_of LEVEL(form_sum_of)
#define keep_of_few LEVEL(keep_of_few)
#define keep_of_many LEVEL(keep_of_many)
#define widened LEVEL(widened)
#define logarithm LEVEL(logarithm)
#define central LEVEL(central)
#define tail LEVEL(tail)
#define normal LEVEL(normal)
#define store_normal LEVEL(store_normal)
#define of_groups LEVEL(of_groups)
#define draws_at LEVEL(draws_at)
#define affordable LEVEL(affordable)
#define year_of_eight LEVEL(year_of_eight)
#define town_factors_of LEVEL(town_factors_of)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LEVEL(name) name##_v4
#include "Vectors.h"
#include "BlockLoops.h"
#include "PanelLoops.h"
#include "FormLoops.h"
#include "ReplicateLoops.h"
#include "VillageLoops.h"
#undef LEVEL
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL(name) name##_v3
#include "Vectors.h"
#include "BlockLoops.h"
#include "PanelLoops.h"
#include "FormLoops.h"
#include "ReplicateLoops.h"
#include "VillageLoops.h"
#undef LEVEL
#pragma clang attribute pop
#endif

#define LEVEL(name) name##_base
#include "Vectors.h"
#include "BlockLoops.h"
#include "PanelLoops.h"
#include "FormLoops.h"
#include "ReplicateLoops.h"
#include "VillageLoops.h"
#undef LEVEL

// ------------------------------------------------------------------ which level runs
static int limit = outlay_level_highest;

static int best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("x86-64-v4")) return outlay_level_v4;
  if (__builtin_cpu_supports("x86-64-v3")) return outlay_level_v3;
#endif
  return outlay_level_base;
}

int outlay_level(void) {
  static int known = -1;
  int level = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (level < 0) {
    level = best();
    __atomic_store_n(&known, level, __ATOMIC_RELAXED);
  }
  int most = __atomic_load_n(&limit, __ATOMIC_RELAXED);
  return level < most ? level : most;
}

void outlay_limit_level(int most) { __atomic_store_n(&limit, most, __ATOMIC_RELAXED); }

#if defined(__x86_64__)
#define KERNEL(result, name, parameters, arguments)                                       \
  result name parameters {                                                                \
    switch (outlay_level()) {                                                             \
    case outlay_level_v4: return name##_v4 arguments;                                     \
    case outlay_level_v3: return name##_v3 arguments;                                     \
    default: return name##_base arguments;                                                \
    }                                                                                     \
  }
#else
#define KERNEL(result, name, parameters, arguments)                                       \
  result name parameters { return name##_base arguments; }
#endif

KERNEL(void, outlay_add, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_multiply, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_minimum, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_maximum, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_less, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_less_or_equal, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_equal, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_differ, (double *out, outlay_operand a, outlay_operand b, size_t count), (out, a, b, count))
KERNEL(void, outlay_affine, (double *out, outlay_operand a, size_t count), (out, a, count))
KERNEL(void, outlay_floor_divide, (double *out, outlay_operand a, double divisor, size_t count), (out, a, divisor, count))
KERNEL(void, outlay_select, (double *out, const double *condition, outlay_operand a, outlay_operand b, size_t count), (out, condition, a, b, count))
KERNEL(void, outlay_load_double, (double *out, const double *cells, const int32_t *rows, size_t count), (out, cells, rows, count))
KERNEL(void, outlay_load_byte, (double *out, const uint8_t *cells, const int32_t *rows, size_t count), (out, cells, rows, count))
KERNEL(void, outlay_load_bit, (double *out, const uint8_t *cells, const int32_t *rows, uint64_t mask, size_t count), (out, cells, rows, mask, count))
KERNEL(void, outlay_load_date, (double *out, const int32_t *cells, const int32_t *rows, int32_t blank, size_t count), (out, cells, rows, blank, count))
KERNEL(double, outlay_store_claims, (double *assessed, double *amounts, uint16_t *codes, const double *amount_cells, const double *code_cells, size_t count), (assessed, amounts, codes, amount_cells, code_cells, count))
KERNEL(size_t, outlay_pick, (int32_t *out, int32_t first, const uint8_t *flags, const int32_t *rows, size_t count), (out, first, flags, rows, count))
KERNEL(size_t, outlay_pick_outside, (int32_t *out, const int32_t *cells, int32_t least, int32_t most, size_t count), (out, cells, least, most, count))
KERNEL(void, outlay_bounds, (double *low, double *high, const double *cells, size_t count), (low, high, cells, count))
KERNEL(void, outlay_explain_nothing, (uint16_t *codes, const double *awards, const double *paid, uint16_t code, size_t count), (codes, awards, paid, code, count))
KERNEL(double, outlay_sum, (const double *cells, size_t count), (cells, count))
KERNEL(int64_t, outlay_quotas, (double *quotas, int32_t *bucket_counts, const double *weights, outlay_proportion proportion, size_t count), (quotas, bucket_counts, weights, proportion, count))
KERNEL(size_t, outlay_round_up, (double *shares, int32_t *places, int64_t *remainders, const double *weights, outlay_proportion proportion, int32_t cut, size_t count), (shares, places, remainders, weights, proportion, cut, count))
KERNEL(void, outlay_panel_assess, (const int32_t *tile, const outlay_rate_cap *rules, const uint8_t *groups, size_t group_count, double *sums, double *row_sums), (tile, rules, groups, group_count, sums, row_sums))
KERNEL(void, outlay_panel_amounts, (double *amounts, const int32_t *cells, outlay_rate_cap rule), (amounts, cells, rule))
KERNEL(void, outlay_widen, (double *out, const uint8_t *bytes, size_t count), (out, bytes, count))
KERNEL(void, outlay_form_amounts, (double *amounts, const double *cells, outlay_form form, size_t count), (amounts, cells, form, count))
KERNEL(double, outlay_form_sum, (const double *cells, outlay_form form, size_t count), (cells, form, count))
KERNEL(void, outlay_keep_largest, (double *sums, const double *const *columns, size_t column_count, size_t count), (sums, columns, column_count, count))
KERNEL(void, outlay_form_bounds, (double *greatest, double *least, const double *cells, outlay_form_range range, size_t count), (greatest, least, cells, range, count))
KERNEL(void, outlay_mark_reaching, (uint8_t *sets, const double *greatest, const double *least, uint8_t bit, size_t count), (sets, greatest, least, bit, count))
KERNEL(void, outlay_poisson_weights, (uint8_t *out, const uint16_t *draws, size_t count), (out, draws, count))
KERNEL(void, outlay_keep_below, (uint8_t *out, const uint8_t *weights, const uint16_t *draws, uint16_t threshold, size_t count), (out, weights, draws, threshold, count))
KERNEL(void, outlay_add_scaled, (double *sums, const double *cells, double scale, size_t count), (sums, cells, scale, count))
KERNEL(void, outlay_add_weighted, (double *sums, const uint8_t *weights, double scale, size_t count), (sums, weights, scale, count))
KERNEL(void, outlay_normals, (float *out, size_t stride, size_t words, size_t count, const uint32_t *low, const uint32_t *high, const uint32_t *replicates, uint32_t stream, uint32_t key_low, uint32_t key_high), (out, stride, words, count, low, high, replicates, stream, key_low, key_high))
KERNEL(void, outlay_village_year, (const outlay_village_numbers *numbers, const outlay_village_rows *rows, double least_income, outlay_village_sums *sums), (numbers, rows, least_income, sums))
