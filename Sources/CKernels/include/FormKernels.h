// Loops over claims whose award is min(rate × quantity, cap) within bounds of the quantity.
//
// Quantities and amounts are whole numbers in doubles. Whoever calls makes sure that every product of a
// cell below `reached` with 2 × scale, and the divisor with it, is below 2^53, so that nothing is ever
// rounded but the amount itself: to whole fen, half up.
#ifndef OUTLAY_FORM_KERNELS_H
#define OUTLAY_FORM_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  /// Cells from `low` on and below `high` are paid.
  double low;
  double high;
  /// Cells from here on are paid the cap, in whole fen.
  double reached;
  double cap;
  /// scale ÷ divisor fen a cell.
  double scale;
  double divisor;
} outlay_form;

void outlay_form_amounts(double *amounts, const double *cells, outlay_form form, size_t count);
/// What the cells come to together.
double outlay_form_sum(const double *cells, outlay_form form, size_t count);

/// Adds the largest amount of each row to the sum of its column; of equal ones the first column's.
void outlay_keep_largest(
    double *sums, const double *const *columns, size_t column_count, size_t count);

/// Between what the amounts of one column lie under any of several forms.
typedef struct {
  /// Cells that every form pays, and the least that one pays for them: base + rate × cell, up to a cap.
  double from;
  double below;
  double least_rate;
  double least_cap;
  /// Cells that some form pays, and the most.
  double from_any;
  double below_any;
  double most_rate;
  double most_cap;
  double base;
} outlay_form_range;

/// Writes no less than the greatest amount of each cell; raises `least` to no more than its least one.
/// Amounts from 2^53 on may be off by more than either.
void outlay_form_bounds(
    double *greatest, double *least, const double *cells, outlay_form_range range, size_t count);

/// Sets `bit` in each set whose row's greatest amount is above zero and not below the least.
void outlay_mark_reaching(
    uint8_t *sets, const double *greatest, const double *least, uint8_t bit, size_t count);

#endif
