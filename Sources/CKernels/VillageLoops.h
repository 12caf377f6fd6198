// Compiled once for each level; see Kernels.c.
//
// Villages are estimates, which may differ in their last digits between processors, as the products of
// BLAS before them do: multiply-adds are fused where the level has them.
#pragma STDC FP_CONTRACT ON

// ------------------------------------------------------------------ normal numbers
// Eight counters side by side: each word stands in 64 bits of which the upper half is zero, so that the
// product of two words is one multiplication.
INLINE words widened(const uint32_t *cells) {
  short_words value;
  memcpy(&value, cells, sizeof value);
  return __builtin_convertvector(value, words);
}

// The natural logarithm of normal numbers above zero, to about 2^-23; after the single-precision routine
// of Moshier's Cephes library.
INLINE floats logarithm(floats x) {
  // The mantissa between √½ and √2, so that the polynomial's argument is near zero.
  short_words shifted = (short_words)x - 0x3F3504F3;
  floats exponent = __builtin_convertvector((integers)shifted >> 23, floats);
  floats m = (floats)((shifted & 0x007FFFFF) + 0x3F3504F3) - 1;
  floats square = m * m;
  floats p = (floats){} + 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  floats y = p * m * square - exponent * 2.12194440e-4f - 0.5f * square;
  return m + y + exponent * 0.693359375f;
}

// Coefficients of both: M. Giles, "Approximating the erfinv function", GPU Computing Gems 2 (2011).
INLINE floats central(floats w) {
  floats p = (floats){} + 2.81022636e-08f;
  p = 3.43273939e-07f + p * w;
  p = -3.5233877e-06f + p * w;
  p = -4.39150654e-06f + p * w;
  p = 0.00021858087f + p * w;
  p = -0.00125372503f + p * w;
  p = -0.00417768164f + p * w;
  p = 0.246640727f + p * w;
  return 1.50140941f + p * w;
}

INLINE floats tail(floats w) {
  floats p = (floats){} - 0.000200214257f;
  p = 0.000100950558f + p * w;
  p = 0.00134934322f + p * w;
  p = -0.00367342844f + p * w;
  p = 0.00573950773f + p * w;
  p = -0.0076224613f + p * w;
  p = 0.00943887047f + p * w;
  p = 1.00167406f + p * w;
  return 2.83297682f + p * w;
}

INLINE floats normal(short_words word) {
  short_words sign = word & 0x80000000u;
  // t is twice the probability of the tail; erf⁻¹(1 − t) by Giles.
  floats t = (__builtin_convertvector((integers)(word & 0x7FFFFFFFu), floats) + 0.5f) * 0x1p-31f;
  floats w = -logarithm(t * (2 - t));
  floats z = central(w - 2.5f);
  integers is_tail = w >= 5;
  if (__builtin_reduce_or(is_tail)) {
    floats root = __builtin_elementwise_sqrt(w);
    z = (floats)((is_tail & (integers)tail(root - 3)) | (~is_tail & (integers)z));
  }
  floats size = z * (1 - t) * 1.41421356f;
  return (floats)((short_words)size ^ sign);
}

INLINE void store_normal(float *out, words word) {
  floats value = normal(__builtin_convertvector(word, short_words));
  memcpy(out, &value, sizeof value);
}

static void NAME(outlay_normals)(
    float *out, size_t stride, size_t word_count, size_t count, const uint32_t *low, const uint32_t *high,
    const uint32_t *replicates, uint32_t stream, uint32_t key_low, uint32_t key_high) {
  for (size_t block = 0; block < (word_count + 3) / 4; block++) {
    for (size_t row = 0; row < count; row += lanes) {
      words a = widened(low + row), b = widened(high + row), c = widened(replicates + row);
      words d = (words){} + ((uint64_t)stream << 16 | block);
      uint32_t k0 = key_low, k1 = key_high;
      for (int round = 0; round < 10; round++) {
        words first = (a & 0xFFFFFFFF) * 0xD2511F53, second = (c & 0xFFFFFFFF) * 0xCD9E8D57;
        a = (second >> 32) ^ b ^ k0;
        b = second & 0xFFFFFFFF;
        c = (first >> 32) ^ d ^ k1;
        d = first & 0xFFFFFFFF;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
      }
      float *place = out + 4 * block * stride + row;
      store_normal(place, a);
      store_normal(place + stride, b);
      store_normal(place + 2 * stride, c);
      store_normal(place + 3 * stride, d);
    }
  }
}

// ------------------------------------------------------------------ a year
INLINE doubles of_groups(const double *cells, const uint32_t *places) {
  double a = cells[places[0]], b = cells[places[1]];
  return (doubles){a, a, a, a, b, b, b, b};
}

INLINE doubles draws_at(const float *cells) {
  floats value;
  memcpy(&value, cells, sizeof value);
  return __builtin_convertvector(value, doubles);
}

// How much of what is wanted the means allow: 1, or less where they do not suffice.
INLINE doubles affordable(doubles wanted, doubles means) {
  return choose(wanted > means, means / wanted, all(1));
}

// 1 plus the town's shock of each source.
INLINE void town_factors_of(const outlay_village_numbers *numbers, const outlay_village_rows *rows) {
  size_t count = rows->town_count;
  for (int source = 0; source < outlay_village_sources; source++) {
    double *factors = rows->town_factors + source * count;
    for (size_t place = 0; place < count; place++) {
      double sum = 1;
      for (int column = 0; column <= source; column++)
        sum += numbers->town_mix[source * outlay_village_sources + column]
            * rows->town_draws[column * count + place];
      factors[place] = sum;
    }
  }
}

INLINE void year_of_eight(
    const outlay_village_numbers *n, const outlay_village_rows *rows, size_t row, size_t village,
    doubles *sums, double least_income) {
  size_t stride = rows->stride;
  const doubles zero = all(0);
#define AFTER(name) load(rows->after + outlay_state_##name * stride + row)

  // Shocks, the town's and the village's own; a factor is never below zero. What a shock makes of values
  // is revaluation.
  doubles factors[outlay_village_sources], draws[outlay_village_sources];
  const uint32_t *towns = rows->towns + row / outlay_village_group;
  for (int source = 0; source < outlay_village_sources; source++) {
    draws[source] = draws_at(rows->draws + source * stride + row);
    doubles factor = of_groups(rows->town_factors + source * rows->town_count, towns);
    for (int column = 0; column <= source; column++)
      factor += draws[column] * n->own_mix[source * outlay_village_sources + column];
    factors[source] = greater(factor, zero);
  }
  doubles rent = AFTER(rent) * factors[0];
  doubles lease = AFTER(lease) * factors[1];
  doubles service = AFTER(service) * factors[2];
  doubles ordinary_returns = AFTER(investment) * factors[3];
  doubles property = AFTER(property) * factors[4];
  doubles revalued_funds = AFTER(other_assets) * factors[5];
  doubles revalued =
      (property - load(rows->before + outlay_state_property * stride + row))
      + (revalued_funds - load(rows->before + outlay_state_other_assets * stride + row));

  // Class, by the stable income of the year before.
  doubles weight = load(rows->weights + village);
  doubles class_number, operating;
  if (n->uses_list) {
    class_number = load(rows->listed_classes + village);
    operating = load(rows->listed_funds + village);
  } else {
    doubles stable_before = load(rows->stable + row);
    masks is_weak = stable_before < n->weak_below, is_better = stable_before >= n->better_from;
    class_number = choose(is_weak, all(1), choose(is_better, all(3), all(2))) * weight;
    operating = choose(
                    is_weak, all(n->weak_funds),
                    choose(is_better, all(n->better_funds), all(n->general_funds)))
        * weight;
  }
  doubles weak = choose(class_number == 1, all(1), zero);

  // Property of weak villages: as much as their own share allows.
  doubles funds = revalued_funds;
  doubles wanted = weak * n->property_cost;
  doubles projects = wanted * affordable(wanted * n->property_own, funds);
  doubles projects_city = projects * n->property_city;
  doubles projects_town = projects * n->property_town;
  doubles projects_kept = projects_city * n->town_keeps;
  doubles built = projects - projects_kept;
  funds = greater(funds - projects * n->property_own, zero);

  // Conversion of idle buildings, likewise.
  doubles idle = AFTER(idle);
  doubles wanted_area = weak * idle * n->conversion_pace;
  doubles wanted_cost = wanted_area * n->conversion_cost;
  doubles part = affordable(wanted_cost * n->conversion_own, funds);
  doubles area = wanted_area * part;
  doubles conversions = wanted_cost * part;
  doubles conversions_city = conversions * n->conversion_city;
  doubles conversions_town = conversions * n->conversion_town;
  doubles conversions_kept = conversions_city * n->town_keeps;
  doubles converted = conversions - conversions_kept;
  funds = greater(funds - conversions * n->conversion_own, zero);

  // Joint property, then placements at a guaranteed return, from what is left.
  doubles joint = funds * n->joint_share;
  funds -= joint;
  doubles guaranteed = funds * n->guarantee_share;
  funds -= guaranteed;
  property += built + converted + joint;
  doubles property_rent = built * n->property_yield;
  doubles conversion_rent = area * n->conversion_rent;
  doubles joint_rent = joint * n->joint_yield;
  if (n->property_delay == 0) rent += property_rent;
  if (n->conversion_delay == 0) rent += conversion_rent;
  if (n->joint_delay == 0) rent += joint_rent;

  // Income.
  doubles stake = AFTER(stake);
  doubles investment =
      ordinary_returns + stake * (n->guarantee_base + n->guarantee_dividend * factors[3]);
  doubles tax_returned = rent * n->tax_returned;
  doubles own_subsidy = AFTER(subsidy);
  doubles subsidy = own_subsidy + operating + tax_returned;
  doubles stable = rent + lease + service + investment;
  doubles income = stable + subsidy;

  // Spending follows the income of the year before; what is left is put by, what lacks is drawn, and
  // borrowed where there is nothing to draw.
  doubles debt = AFTER(debt);
  doubles land = load(rows->land + village);
  doubles interest = debt * n->interest;
  doubles saved = income - load(rows->income + row) * n->spent_share - interest;
  doubles left = funds + land + saved;
  doubles borrowed = greater(-left, zero);
  doubles means = greater(left, zero);
  doubles repaid = lesser(debt * n->repayment, means);
  doubles other_assets = means - repaid;
  doubles grants = (projects_city - projects_kept) + projects_town
      + (conversions_city - conversions_kept) + conversions_town;
  doubles city_funds = operating * n->funds_city_share;
  doubles new_stake = stake + guaranteed, new_debt = debt + borrowed - repaid;
  doubles city = city_funds + projects_city + conversions_city + land;
  doubles town = (operating - city_funds) + projects_town + conversions_town + tax_returned;

#define SET(name, value) store(rows->after + outlay_state_##name * stride + row, value)
  SET(rent, rent);
  SET(lease, lease);
  SET(service, service);
  SET(investment, greater(ordinary_returns + (other_assets - revalued_funds) * n->funds_yield, zero));
  SET(property, property);
  SET(other_assets, other_assets);
  SET(stake, new_stake);
  SET(debt, new_debt);
  SET(idle, greater(idle - area, zero));
  store(rows->stable + row, stable);
  store(rows->income + row, income);
#define ADD(delay, rent)                                                                  \
  if (delay > 0) {                                                                        \
    double *place =                                                                       \
        rows->after + (size_t)(outlay_state_columns + (delay) - 1) * stride + row;         \
    store(place, load(place) + rent);                                                     \
  }
  ADD(n->property_delay, property_rent)
  ADD(n->conversion_delay, conversion_rent)
  ADD(n->joint_delay, joint_rent)

  sums[0] += income;
  sums[1] += property + other_assets + new_stake;
  sums[2] += new_debt;
  sums[3] += choose(income < least_income, weight, zero);
  sums[4] += city;
  sums[5] += town;
  sums[6] += choose(borrowed - repaid > 0.005, weight, zero);

  if (!rows->figures) return;
#define FIGURE(name, value) store(rows->figures + outlay_figure_##name * stride + row, value)
  FIGURE(class, class_number);
  FIGURE(rent, rent);
  FIGURE(lease, lease);
  FIGURE(service, service);
  FIGURE(investment, investment);
  FIGURE(subsidy, subsidy);
  FIGURE(income, income);
  FIGURE(stable, stable);
  FIGURE(property, property);
  FIGURE(other_assets, other_assets);
  FIGURE(stake, new_stake);
  FIGURE(debt, new_debt);
  FIGURE(operating, operating);
  FIGURE(tax_returned, tax_returned);
  FIGURE(projects, projects);
  FIGURE(projects_city, projects_city);
  FIGURE(projects_town, projects_town);
  FIGURE(conversions, conversions);
  FIGURE(conversions_city, conversions_city);
  FIGURE(conversions_town, conversions_town);
  FIGURE(land, land);
  FIGURE(joint, joint);
  FIGURE(guaranteed, guaranteed);
  FIGURE(interest, interest);
  FIGURE(repaid, repaid);
  FIGURE(borrowed, borrowed);
  FIGURE(revalued, revalued);
  FIGURE(invested, saved + grants + land + borrowed - repaid);
  FIGURE(city, city);
  FIGURE(town, town);
  FIGURE(received, operating + tax_returned + land + grants);
  FIGURE(kept, projects_kept + conversions_kept);
  FIGURE(tax_kept, rent * n->tax_kept);
#undef AFTER
#undef SET
#undef ADD
#undef FIGURE
}

static void NAME(outlay_village_year)(
    const outlay_village_numbers *numbers, const outlay_village_rows *rows, double least_income,
    outlay_village_sums *sums) {
  town_factors_of(numbers, rows);
  for (size_t first = 0; first < rows->count; first += rows->rows, sums++) {
    doubles parts[7] = {};
    for (size_t village = 0; village < rows->rows; village += lanes)
      year_of_eight(numbers, rows, first + village, village, parts, least_income);
    *sums = (outlay_village_sums){
        sum(parts[0]), sum(parts[1]), sum(parts[2]), sum(parts[3]),
        sum(parts[4]), sum(parts[5]), sum(parts[6])};
  }
}

#pragma STDC FP_CONTRACT OFF
