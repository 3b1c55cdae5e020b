"""The library of views: read, tried before it is believed, made, kept up as rows land."""
