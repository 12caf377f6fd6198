#include <cblas.h>
#include <stddef.h>

/* LAPACK through the Fortran symbols that libopenblas itself exports: Debian's OpenBLAS leaves out
   LAPACKE, and liblapacke would pull in the reference LAPACK beside it. The trailing size_t is the
   length of the character argument, as gfortran passes it. */
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, size_t uploLength);
void dposv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda, double *b,
            const int *ldb, int *info, size_t uploLength);
