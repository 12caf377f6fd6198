// Loops over blocks of cells, compiled for several levels of the instruction set, of which the best that
// the processor has runs. Swift has no such choice: compiled for one level it would either leave
// half of a processor idle or refuse to run on an older one.
//
// All amounts are integers below 2^53 in doubles, so that every level gives the same bits.
// Arrays never overlap, except that `out` may be an operand: a cell is read before it is written.
#ifndef OUTLAY_KERNELS_H
#define OUTLAY_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// The levels of the instruction set for which the loops are compiled: SSE2, AVX2, AVX-512.
enum { outlay_level_base, outlay_level_v3, outlay_level_v4, outlay_level_highest = outlay_level_v4 };
/// The one that runs: the best that the processor has, up to the limit.
int outlay_level(void);
/// For tests, which hold the levels against each other.
void outlay_limit_level(int most);

/// scale × cell + offset.
typedef struct {
  const double *cells;
  double scale;
  double offset;
} outlay_operand;

void outlay_add(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_multiply(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_minimum(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_maximum(double *out, outlay_operand a, outlay_operand b, size_t count);
// Truths are 1 and 0. A cell that is no number (a blank date) makes every comparison false.
void outlay_less(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_less_or_equal(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_equal(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_differ(double *out, outlay_operand a, outlay_operand b, size_t count);
void outlay_affine(double *out, outlay_operand a, size_t count);
/// floor(a ÷ divisor).
void outlay_floor_divide(double *out, outlay_operand a, double divisor, size_t count);
void outlay_select(
    double *out, const double *condition, outlay_operand a, outlay_operand b, size_t count);

// Columns to doubles. With `rows`, cell i is that of row rows[i]; without, that of row i.
void outlay_load_double(double *out, const double *cells, const int32_t *rows, size_t count);
void outlay_load_byte(double *out, const uint8_t *cells, const int32_t *rows, size_t count);
/// Bit `cell` of a mask.
void outlay_load_bit(
    double *out, const uint8_t *cells, const int32_t *rows, uint64_t mask, size_t count);
/// A blank is `blank`, and becomes no number.
void outlay_load_date(
    double *out, const int32_t *cells, const int32_t *rows, int32_t blank, size_t count);

/// Doubles to the codes that they are; returns the sum of `amounts`, which are copied.
double outlay_store_claims(
    double *assessed, double *amounts, uint16_t *codes, const double *amount_cells,
    const double *code_cells, size_t count);

/// Writes `first` + i for each i whose flag is not zero, and returns how many there are. `out` has room
/// for all of them.
size_t outlay_pick(
    int32_t *out, int32_t first, const uint8_t *flags, const int32_t *rows, size_t count);

/// Writes i for each cell that is below `least` or above `most`, and returns how many there are. `out`
/// has room for all of them.
size_t outlay_pick_outside(
    int32_t *out, const int32_t *cells, int32_t least, int32_t most, size_t count);
/// The least and the greatest of the cells and zero.
void outlay_bounds(double *low, double *high, const double *cells, size_t count);

/// Gives `code` to each claim that was awarded something and is paid nothing.
void outlay_explain_nothing(
    uint16_t *codes, const double *awards, const double *paid, uint16_t code, size_t count);

double outlay_sum(const double *cells, size_t count);

/// Shares of a total in proportion to weights.
typedef struct {
  int64_t total;
  /// Sum of the weights; below 2^53.
  int64_t divisor;
} outlay_proportion;

enum { outlay_remainder_buckets = 1024 };

/// Each weight × total ÷ divisor rounded down, and how many remainders fall in each bucket, whose
/// number never falls as the remainder rises. Returns the sum of the quotas.
int64_t outlay_quotas(
    double *quotas, int32_t *bucket_counts, const double *weights, outlay_proportion proportion,
    size_t count);
/// Adds one to the shares whose remainder is in a bucket above `cut`, and writes the places and the
/// remainders of those in it, for which there is room. Returns how many these are.
size_t outlay_round_up(
    double *shares, int32_t *places, int64_t *remainders, const double *weights,
    outlay_proportion proportion, int32_t cut, size_t count);

#endif
