/** Backlogs: what the job does about more prompts than it can serve at a time. */
package io.dsd.tests.backlog;
