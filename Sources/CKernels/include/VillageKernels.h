// A year of villages, eight rows side by side, and the normal numbers that shake it.
//
// In a fixed order, so that a run repeats its bits on any number of threads; levels of the instruction set may
// differ in the last digits. Amounts are estimates in yuan.
#ifndef OUTLAY_VILLAGE_KERNELS_H
#define OUTLAY_VILLAGE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

enum {
  /// Rows side by side; counts of rows are multiples of it.
  outlay_village_lanes = 8,
  /// Rows that are of one town.
  outlay_village_group = 4,
  outlay_village_sources = 6
};

/// Standard normal numbers in single precision: word w of row r to out[w × stride + r], for `words`
/// rounded up to fours. Word w comes from block w ÷ 4 of Philox 4×32-10 with the counter (low, high,
/// replicate, stream × 2^16 + block).
///
/// The quantiles of uniform words. The sign takes a bit, the other 31 are the distance from the nearer
/// tail, so that tails are as fine as the middle: up to 6.2 standard deviations.
void outlay_normals(
    float *out, size_t stride, size_t words, size_t count, const uint32_t *low, const uint32_t *high,
    const uint32_t *replicates, uint32_t stream, uint32_t key_low, uint32_t key_high);

/// The assumptions as a year computes with them.
typedef struct {
  // Operating funds by class, and where classes begin.
  double weak_funds, general_funds, better_funds, funds_city_share, weak_below, better_from;
  int32_t uses_list;
  // Projects of a weak village: cost, who pays, what is built for one yuan, rent for one yuan built.
  double property_cost, property_city, property_town, property_own, property_yield;
  double conversion_pace, conversion_cost, conversion_city, conversion_town, conversion_own;
  double conversion_rent, town_keeps;
  // Of one yuan of rent: taxes returned, and taxes that the town keeps.
  double tax_returned, tax_kept;
  double joint_share, joint_yield, guarantee_share, guarantee_base, guarantee_dividend;
  double funds_yield, spent_share, repayment, interest;
  // Years until rent flows; 0 is the year itself.
  int32_t property_delay, conversion_delay, joint_delay;
  // Lower triangular factors of the covariances of a village's own and of the town-wide shocks, row by
  // row.
  double own_mix[36], town_mix[36];
} outlay_village_numbers;

/// Columns of state; after them the rents to come, column outlay_state_columns + k − 1
/// what begins in k years.
enum {
  outlay_state_rent, outlay_state_lease, outlay_state_service, outlay_state_investment,
  outlay_state_subsidy, outlay_state_property, outlay_state_other_assets, outlay_state_stake,
  outlay_state_debt, outlay_state_idle, outlay_state_unleased, outlay_state_columns
};

/// What is found out about a village and year; `VillageFigure` explains each.
enum {
  outlay_figure_class, outlay_figure_rent, outlay_figure_lease, outlay_figure_service,
  outlay_figure_investment, outlay_figure_subsidy, outlay_figure_income, outlay_figure_stable,
  outlay_figure_property, outlay_figure_other_assets, outlay_figure_stake, outlay_figure_debt,
  outlay_figure_operating, outlay_figure_tax_returned, outlay_figure_projects,
  outlay_figure_projects_city, outlay_figure_projects_town, outlay_figure_conversions,
  outlay_figure_conversions_city, outlay_figure_conversions_town, outlay_figure_land,
  outlay_figure_joint, outlay_figure_guaranteed, outlay_figure_interest, outlay_figure_repaid,
  outlay_figure_borrowed, outlay_figure_revalued, outlay_figure_invested, outlay_figure_city,
  outlay_figure_town, outlay_figure_received, outlay_figure_kept, outlay_figure_tax_kept,
  outlay_figures
};

/// The rows of a block: the same `rows` villages once for each of `count` ÷ `rows` replicates.
typedef struct {
  size_t count, rows;
  /// From column to column of state, draws and figures, in cells; beyond `count` by what keeps the columns
  /// of a row from meeting in one set of the cache.
  size_t stride;
  /// State before the year, and after the transition; the latter is brought to the end of the year.
  const double *before;
  double *after;
  /// Stable and usable income of the year before, replaced by the year's.
  double *stable, *income;
  /// Columns of draws by source: a cell a row, and a cell a town and replicate.
  const float *draws, *town_draws;
  size_t town_count;
  /// Scratch for as many cells of doubles as `town_draws` has.
  double *town_factors;
  /// By group of rows: place in the columns of `town_draws`.
  const uint32_t *towns;
  /// By row of the villages: cash for land; 1, or 0 for an empty row; the class by the city's list, and
  /// the operating funds that go with it.
  const double *land, *weights, *listed_classes, *listed_funds;
  /// Columns of all figures, or NULL where nobody reads them.
  double *figures;
} outlay_village_rows;

/// Sums over all villages of a replicate. `new_debt` counts villages whose debt grew by more than half a
/// fen.
typedef struct {
  double income, assets, debt, below, city, town, new_debt;
} outlay_village_sums;

/// One year: shocks, class, levers, income, funds, debt, in this order.
///
/// - least_income: `below` counts villages with less.
/// - sums: one a replicate.
void outlay_village_year(
    const outlay_village_numbers *numbers, const outlay_village_rows *rows, double least_income,
    outlay_village_sums *sums);

#endif
