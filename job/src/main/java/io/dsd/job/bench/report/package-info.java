/** Report: results for people, as tables, pictures and a page. */
package io.dsd.job.bench.report;
