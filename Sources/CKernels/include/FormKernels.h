// Loops over claims whose award is min(rate × quantity, cap) within bounds of the quantity.
//
// Quantities and amounts are whole numbers in doubles. Whoever calls makes sure that every product of a
// cell below `reached` with 2 × scale, and the divisor with it, is below 2^53, so that nothing is ever
// rounded but the amount itself: to whole fen, half up.
#ifndef OUTLAY_FORM_KERNELS_H
#define OUTLAY_FORM_KERNELS_H

#include <stddef.h>

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

#endif
