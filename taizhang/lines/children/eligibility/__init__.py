"""Who is entitled, since when and until when, and how long an office may take: a plain library without Django."""
