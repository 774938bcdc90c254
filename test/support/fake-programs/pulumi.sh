# Stands for Pulumi's engine as it comes out of its archive.
note_call pulumi "" "$@"
