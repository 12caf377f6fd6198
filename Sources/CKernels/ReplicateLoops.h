// Compiled once for each level; see Kernels.c.

static void NAME(outlay_poisson_weights)(uint8_t *out, const uint16_t *draws, size_t count) {
  EACH {
    uint16_t draw = draws[i];
    uint16_t weight = (uint16_t)(draw >= outlay_poisson_1);
    weight += draw >= outlay_poisson_2;
    weight += draw >= outlay_poisson_3;
    weight += draw >= outlay_poisson_4;
    weight += draw >= outlay_poisson_5;
    weight += draw >= outlay_poisson_6;
    weight += draw >= outlay_poisson_7;
    out[i] = (uint8_t)weight;
  }
}

static void NAME(outlay_keep_below)(
    uint8_t *out, const uint8_t *weights, const uint16_t *draws, uint16_t threshold,
    size_t count) {
  EACH out[i] = draws[i] < threshold ? weights[i] : 0;
}

static void NAME(outlay_add_scaled)(
    double *sums, const double *cells, double scale, size_t count) {
  EACH sums[i] += cells[i] * scale;
}

static void NAME(outlay_add_weighted)(
    double *sums, const uint8_t *weights, double scale, size_t count) {
  EACH sums[i] += (double)weights[i] * scale;
}
