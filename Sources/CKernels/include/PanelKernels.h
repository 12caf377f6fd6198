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

enum { outlay_tile_rows = 512 };

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

/// Bytes to doubles.
void outlay_widen(double *out, const uint8_t *bytes, size_t count);

#endif
