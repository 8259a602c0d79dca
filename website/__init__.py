"""The demonstration website: templates, texts and the generator that makes plain HTML of them."""
