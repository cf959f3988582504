# SPDX-License-Identifier: EUPL-1.2
# The same tables by the R package GaussSuppression, from the same rows.
# Arguments: the file of rows, then mode and the columns of the dimensions.
suppressMessages(library(GaussSuppression))
a <- commandArgs(TRUE)
rows <- read.csv(a[1], stringsAsFactors = FALSE)
columns <- a[-(1:2)]
begin <- proc.time()
out <- switch(a[2],
  open = SuppressSmallCounts(rows, maxN = 2, dimVar = columns, protectZeros = FALSE, singletonMethod = "none", printInc = FALSE),
  protect = SuppressSmallCounts(rows, maxN = 2, dimVar = columns, protectZeros = TRUE, printInc = FALSE))
took <- proc.time() - begin
cat("result", nrow(out), sum(out$primary), sum(out$suppressed & !out$primary), took[1] + took[2], "\n")
