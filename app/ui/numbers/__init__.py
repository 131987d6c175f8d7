"""Numbers and sums on the page: modules that come when that is first chosen."""
