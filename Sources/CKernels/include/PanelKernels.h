// Loops over tiles of a panel: claimants down, rate-and-cap measures across, each cell a whole number of
// the panel's unit in 32 bits, a tile after the other in memory.
//
// A measure pays min(rate × cell, cap) brought to whole fen, half up, where the cell reaches the
// threshold, and nothing below it. Every product stays below 2^53, which whoever makes a panel checks, so
// that nothing is ever rounded but the amount itself.
#ifndef OUTLAY_PANEL_KERNELS_H
#define OUTLAY_PANEL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum { outlay_tile_rows = 512, outlay_most_levels = 16 };

/// rate = scale ÷ divisor fen a unit; cap in whole fen.
typedef struct {
  double threshold;
  double scale;
  double divisor;
  double cap;
} outlay_rate_cap;

/// Assesses a tile, keeps of each group of rival measures the largest amount (the first of equals), and
/// adds up.
///
/// `tile`: a column of outlay_tile_rows cells a measure. `groups`: how many measures each group has, in
/// order; 1 for a measure without rivals. `sums`: added to, one a measure. `row_sums`: written, one a row.
void outlay_panel_assess(
    const int32_t *tile, const outlay_rate_cap *rules, const uint8_t *groups, size_t group_count,
    double *sums, double *row_sums);

/// The amounts of one measure in a tile.
void outlay_panel_amounts(double *amounts, const int32_t *cells, outlay_rate_cap rule);
/// Each amount or what it was, whichever is greater.
void outlay_panel_raise(double *amounts, const int32_t *cells, outlay_rate_cap rule);

/// Adds to `sums` what one measure comes to under each of up to outlay_most_levels rules; where `least`
/// is given, of the amount and the cell of it the greater.
void outlay_panel_levels(
    double *sums, const int32_t *cells, const double *least, const outlay_rate_cap *rules,
    size_t level_count, size_t count);

/// Adds to `sums`, one a level, Σ max(least, amount); `amounts` holds a column of `stride` cells a level.
void outlay_panel_maxima(
    double *sums, const double *least, const double *amounts, size_t stride, size_t level_count,
    size_t count);

/// The least and the greatest amount of each row of a tile under any of some rules.
void outlay_panel_range(
    double *low, double *high, const int32_t *cells, const outlay_rate_cap *rules,
    size_t level_count);

/// Replaces `amounts` by the amounts of some cells.
void outlay_panel_evaluate(
    double *amounts, const int32_t *cells, outlay_rate_cap rule, size_t count);
/// out = max(a, b).
void outlay_panel_greater(double *out, const double *a, const double *b, size_t count);

/// Bytes to doubles.
void outlay_widen(double *out, const uint8_t *bytes, size_t count);

#endif
