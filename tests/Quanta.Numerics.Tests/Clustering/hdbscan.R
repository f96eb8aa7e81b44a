# Writes hdbscan.json: clusters by density of small point sets as Debian's r-cran-dbscan finds them (hdbscan with minPts points: the core distance counts the point itself, so
# that k = minPts - 1 others). usage: Rscript hdbscan.R >hdbscan.json
library(dbscan)
set.seed(7)
blobs <- function(sizes, spread) do.call(rbind, lapply(seq_along(sizes), function(c) matrix(rnorm(2 * sizes[c], sd = spread[c]), ncol = 2) + rep(4 * rnorm(2), each = sizes[c])))
single <- function(x) { con <- rawConnection(raw(0), "wb"); writeBin(as.numeric(x), con, size = 4); bytes <- rawConnectionValue(con); close(con); readBin(bytes, "numeric", length(x), size = 4) }
sets <- list(blobs(c(20, 20, 20), c(.5, .5, .5)), blobs(c(60, 15, 6, 4), c(1.2, .3, .2, .1)), matrix(runif(120), ncol = 2), blobs(rep(5, 16), rep(.2, 16)))
cases <- c()
for (x in sets) {
  x[] <- single(x)
  d <- as.matrix(dist(x))
  d[] <- single(d)
  for (minPts in c(3, 4, 6)) {
    h <- hdbscan(as.dist(d), minPts = minPts)
    scores <- h$cluster_scores[order(as.integer(names(h$cluster_scores)))]
    cases <- c(cases, sprintf('{"minimum_size": %d,\n "points": [%s],\n "clusters": [%s],\n "strengths": [%s],\n "scores": [%s]}', minPts,
      paste(sprintf("%.9g", t(x)), collapse = ", "), paste(h$cluster, collapse = ", "), paste(sprintf("%.9g", h$membership_prob), collapse = ", "),
      paste(sprintf("%.9g", scores), collapse = ", ")))
  }
}
cat(sprintf('{"made_by": "R %s, dbscan %s",', getRversion(), packageVersion("dbscan")), '\n"cases": [\n', paste(cases, collapse = ",\n"), "\n]}\n")
