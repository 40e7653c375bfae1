package dev.skerry.operator.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a setting is for and what it may be: the reference page is generated from it and a start
 * checks it. Defaults are said by {@code @WithDefault}; an Optional without one may be left out,
 * anything else must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Setting {
    /** One sentence. */
    String value();

    /** A value to imitate, shown where a wrong one or none was given. */
    String example() default "";

    /** The least value of a number or duration. */
    String atLeast() default "";

    /** The greatest value of a number or duration. */
    String atMost() default "";

    /** A regular expression that a text matches in full. */
    String matches() default "";

    /** The schemes of a URL. */
    String[] schemes() default {"https", "http"};

    /** Whether a path names a file with at least one PEM certificate. */
    boolean certificates() default false;

    /** Whether the value is never shown. */
    boolean secret() default false;
}
