"""What a trainer defines: prompts, exercises and their policy; figures from studies."""
