#include <cblas.h>
#include <stddef.h>

/* Only builds with threads of their own have it. */
__attribute__((weak)) int blas_thread_shutdown_(void);

/* The library computes on the calling thread from now on. The threads that it started when it was loaded
   are ended: idle ones spin for some tenths of a second, on processors that others have work for. */
static inline void outlay_blas_one_thread(void) {
  openblas_set_num_threads(1);
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}

/* LAPACK through the Fortran symbols that libopenblas itself exports: Debian's OpenBLAS leaves out
   LAPACKE, and liblapacke would pull in the reference LAPACK beside it. The trailing size_t is the
   length of the character argument, as gfortran passes it. */
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, size_t uploLength);
void dposv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda, double *b,
            const int *ldb, int *info, size_t uploLength);
