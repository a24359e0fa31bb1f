"""The county's daily, 《今日云岭》: its issues with their truth, in the markup of Aheading or of Founder classic."""
