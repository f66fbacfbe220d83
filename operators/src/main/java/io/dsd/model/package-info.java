/** The model: its files, its tokenizer and chat template, its slices and their caches. */
package io.dsd.model;
